// SPDX-License-Identifier: Apache-2.0
#include "audio/sound_file.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <sndfile.h>

#include "base/file_handle.h"

namespace kolog::audio {
namespace {

constexpr int kLowestRate = 4'000;  // Hz
constexpr int kHighestRate = 384'000;
constexpr std::size_t kBlockFrames = 16'384;

Error unsupported(std::string detail) {
  return failure(ErrorCode::unsupported_media, "The file is not a whole recording in a known format.",
                 std::move(detail));
}

class FileBytes final : public ByteSource {
 public:
  FileBytes(FileHandle file, std::uint64_t size) : file_(std::move(file)), size_(size) {}

  std::uint64_t size() const override { return size_; }
  std::size_t read(std::uint64_t offset, std::span<std::byte> into) const override {
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

 private:
  FileHandle file_;
  std::uint64_t size_;
};

class MemoryBytes final : public ByteSource {
 public:
  explicit MemoryBytes(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::uint64_t size() const override { return bytes_.size(); }
  std::size_t read(std::uint64_t offset, std::span<std::byte> into) const override {
    if (offset >= bytes_.size()) return 0;
    const auto count = std::min<std::size_t>(into.size(), bytes_.size() - offset);
    std::memcpy(into.data(), bytes_.data() + offset, count);
    return count;
  }

 private:
  std::span<const std::byte> bytes_;
};

struct SndfileCloser {
  void operator()(SNDFILE* file) const { sf_close(file); }
};

}  // namespace

struct SoundFile::State {
  std::unique_ptr<ByteSource> bytes;
  sf_count_t position = 0;
  Limits limits;
  Container container = Container::wav;
  SF_INFO info{};
  std::uint64_t frames_read = 0;
  std::vector<float> block;
  std::unique_ptr<SNDFILE, SndfileCloser> file;  // last: closed before what it reads from goes
};

namespace {

/// libsndfile reads through these, so it never sees a file's name and cannot judge by it.
template <class State>
SF_VIRTUAL_IO virtual_io() {
  SF_VIRTUAL_IO io{};
  io.get_filelen = [](void* user) -> sf_count_t {
    return static_cast<sf_count_t>(static_cast<State*>(user)->bytes->size());
  };
  io.seek = [](sf_count_t offset, int whence, void* user) -> sf_count_t {
    auto& state = *static_cast<State*>(user);
    const auto size = static_cast<sf_count_t>(state.bytes->size());
    const sf_count_t base = whence == SEEK_SET ? 0 : (whence == SEEK_CUR ? state.position : size);
    if (offset > size || offset < -size) return -1;
    const auto wanted = base + offset;
    if (wanted < 0 || wanted > size) return -1;
    return state.position = wanted;
  };
  io.read = [](void* into, sf_count_t count, void* user) -> sf_count_t {
    auto& state = *static_cast<State*>(user);
    if (count <= 0) return 0;
    const auto done =
        state.bytes->read(static_cast<std::uint64_t>(state.position),
                          std::span(static_cast<std::byte*>(into), static_cast<std::size_t>(count)));
    state.position += static_cast<sf_count_t>(done);
    return static_cast<sf_count_t>(done);
  };
  io.write = [](const void*, sf_count_t, void*) -> sf_count_t { return 0; };
  io.tell = [](void* user) -> sf_count_t { return static_cast<State*>(user)->position; };
  return io;
}

}  // namespace

SoundFile::SoundFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
SoundFile::SoundFile(SoundFile&&) noexcept = default;
SoundFile& SoundFile::operator=(SoundFile&&) noexcept = default;
SoundFile::~SoundFile() = default;

Container SoundFile::container() const {
  return state_->container;
}
int SoundFile::channels() const {
  return state_->info.channels;
}
int SoundFile::sample_rate() const {
  return state_->info.samplerate;
}
std::uint64_t SoundFile::frames_read() const {
  return state_->frames_read;
}

Result<SoundFile> SoundFile::open(const std::filesystem::path& path, const Limits& limits) {
  FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (!file || ::fstat(file.descriptor(), &status) != 0) {
    const int reason = errno;
    const auto code = reason == ENOENT ? ErrorCode::not_found : ErrorCode::internal;
    return failure(code, "The recording's file cannot be opened.",
                   path.string() + ": " + std::strerror(reason));
  }
  if (!S_ISREG(status.st_mode)) return unsupported(path.string() + ": not a regular file");
  auto state = std::make_unique<State>();
  state->bytes = std::make_unique<FileBytes>(std::move(file), static_cast<std::uint64_t>(status.st_size));
  state->limits = limits;
  return open(std::move(state));
}

Result<SoundFile> SoundFile::open(std::span<const std::byte> bytes, const Limits& limits) {
  auto state = std::make_unique<State>();
  state->bytes = std::make_unique<MemoryBytes>(bytes);
  state->limits = limits;
  return open(std::move(state));
}

Result<SoundFile> SoundFile::open(std::unique_ptr<State> state) {
  const auto container = recognise(*state->bytes);
  if (!container) return unsupported("unknown first bytes");
  if (container == Container::wav && !wav_is_whole(*state->bytes))
    return unsupported("WAV shorter than said");
  state->container = *container;
  auto io = virtual_io<State>();
  state->file.reset(sf_open_virtual(&io, SFM_READ, &state->info, state.get()));
  if (!state->file) return unsupported(sf_strerror(nullptr));
  if (state->info.samplerate < kLowestRate || state->info.samplerate > kHighestRate) {
    return unsupported("sample rate " + std::to_string(state->info.samplerate));
  }
  if (state->info.channels < 1 || state->info.channels > state->limits.channels) {
    return failure(ErrorCode::unsupported_media, "The recording has too many channels.",
                   std::to_string(state->info.channels) + " channels");
  }
  state->block.resize(kBlockFrames * static_cast<std::size_t>(state->info.channels));
  return SoundFile(std::move(state));
}

Result<std::span<const float>> SoundFile::next_block() {
  auto& state = *state_;
  const auto count = sf_readf_float(state.file.get(), state.block.data(), kBlockFrames);
  if (count <= 0) {
    if (state.frames_read == 0) return unsupported("no samples");
    // FLAC's header counts its samples; every other format's count comes from what is there.
    if (state.container == Container::flac && state.info.frames != SF_COUNT_MAX &&
        state.frames_read < static_cast<std::uint64_t>(state.info.frames)) {
      return unsupported("FLAC shorter than said");
    }
    return std::span<const float>{};
  }
  state.frames_read += static_cast<std::uint64_t>(count);
  const auto rate = static_cast<std::uint64_t>(state.info.samplerate);
  if (state.frames_read / rate >= static_cast<std::uint64_t>(state.limits.duration.count())) {
    return failure(ErrorCode::payload_too_large, "The recording is too long.");
  }
  const auto samples =
      std::span(state.block).first(static_cast<std::size_t>(count) * static_cast<std::size_t>(channels()));
  for (float& sample : samples) sample = std::isfinite(sample) ? std::clamp(sample, -1.0F, 1.0F) : 0.0F;
  return std::span<const float>(samples);
}

}  // namespace kolog::audio
