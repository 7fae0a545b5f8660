// SPDX-License-Identifier: Apache-2.0
#include "audio/byte_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unistd.h>
#include <utility>

namespace kolog::audio {

FileBytes::FileBytes(FileHandle file, std::uint64_t size) : file_(std::move(file)), size_(size) {}

std::size_t FileBytes::read(std::uint64_t offset, std::span<std::byte> into) const {
  std::size_t done = 0;
  while (done < into.size()) {
    const auto count = ::pread(file_.descriptor(), into.data() + done, into.size() - done,
                               static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

std::size_t MemoryBytes::read(std::uint64_t offset, std::span<std::byte> into) const {
  if (offset >= bytes_.size()) return 0;
  const auto count = std::min<std::size_t>(into.size(), bytes_.size() - offset);
  std::memcpy(into.data(), bytes_.data() + offset, count);
  return count;
}

std::size_t StretchOfBytes::read(std::uint64_t offset, std::span<std::byte> into) const {
  if (offset >= size_) return 0;
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), size_ - offset));
  return bytes_.read(begin_ + offset, into.first(count));
}

std::size_t PrefixedBytes::read(std::uint64_t offset, std::span<std::byte> into) const {
  const auto own = MemoryBytes(prefix_).read(offset, into);
  if (own == into.size()) return own;
  return own + bytes_.read(offset + own - prefix_.size(), into.subspan(own));
}

}  // namespace kolog::audio
