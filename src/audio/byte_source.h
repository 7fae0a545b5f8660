// SPDX-License-Identifier: Apache-2.0
// Bytes that can be read at any position: an open file, a piece of memory, or a stretch of either. Reading
// changes nothing, so that any number of threads may.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/file_handle.h"

namespace kolog::audio {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual std::uint64_t size() const = 0;
  /// As many bytes as there are at `offset`, at most `into.size()`; 0 at the end and on a read error.
  virtual std::size_t read(std::uint64_t offset, std::span<std::byte> into) const = 0;
};

class FileBytes final : public ByteSource {
 public:
  FileBytes(FileHandle file, std::uint64_t size);
  std::uint64_t size() const override { return size_; }
  std::size_t read(std::uint64_t offset, std::span<std::byte> into) const override;

 private:
  FileHandle file_;
  std::uint64_t size_;
};

/// The bytes must outlive it.
class MemoryBytes final : public ByteSource {
 public:
  explicit MemoryBytes(std::span<const std::byte> bytes) : bytes_(bytes) {}
  std::uint64_t size() const override { return bytes_.size(); }
  std::size_t read(std::uint64_t offset, std::span<std::byte> into) const override;

 private:
  std::span<const std::byte> bytes_;
};

/// `begin` to `end` of other bytes, which must outlive it.
class StretchOfBytes final : public ByteSource {
 public:
  StretchOfBytes(const ByteSource& bytes, std::uint64_t begin, std::uint64_t end)
      : bytes_(bytes), begin_(begin), size_(end - begin) {}
  std::uint64_t size() const override { return size_; }
  std::size_t read(std::uint64_t offset, std::span<std::byte> into) const override;

 private:
  const ByteSource& bytes_;
  std::uint64_t begin_;
  std::uint64_t size_;
};

/// Bytes of its own, and other bytes after them, which must outlive it.
class PrefixedBytes final : public ByteSource {
 public:
  PrefixedBytes(std::vector<std::byte> prefix, const ByteSource& bytes)
      : prefix_(std::move(prefix)), bytes_(bytes) {}
  std::uint64_t size() const override { return prefix_.size() + bytes_.size(); }
  std::size_t read(std::uint64_t offset, std::span<std::byte> into) const override;

 private:
  std::vector<std::byte> prefix_;
  const ByteSource& bytes_;
};

}  // namespace kolog::audio
