// SPDX-License-Identifier: Apache-2.0
#include "audio/sound_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "audio/ffmpeg_reader.h"
#include "audio/sample_reader.h"
#include "base/file_handle.h"

namespace kolog::audio {
namespace {

constexpr int kLowestRate = 4'000;  // Hz
constexpr int kHighestRate = 384'000;
constexpr std::uint64_t kMostSamplesInAByte = 64;  // of speech; silence may need less

/// A descriptor of bytes that are in memory only: what another process is to read must be a file.
Result<FileHandle> file_of(const ByteSource& bytes) {
  FileHandle file(::memfd_create("recording", MFD_CLOEXEC));
  std::array<std::byte, 65'536> piece{};
  std::uint64_t done = 0;
  while (file && done < bytes.size()) {
    const auto count = bytes.read(done, piece);
    if (count == 0 || ::write(file.descriptor(), piece.data(), count) != static_cast<ssize_t>(count)) break;
    done += count;
  }
  if (file && done == bytes.size()) return file;
  return failure(ErrorCode::internal, "The recording cannot be handed to its decoder.", std::strerror(errno));
}

/// Whole blocks pass through it twice at most: a value that is none, or beyond full scale, becomes one that
/// is.
float limited(float sample) {
  return std::isfinite(sample) ? std::clamp(sample, -1.0F, 1.0F) : 0.0F;
}

}  // namespace

struct SoundFile::State {
  Limits limits;
  Damaged damaged = Damaged::refused;
  std::unique_ptr<ByteSource> bytes;
  int descriptor = -1;  // of the file that `bytes` owns; none for memory
  Container container = Container::wav;
  std::uint64_t frames_read = 0;
  std::vector<float> block;
  std::unique_ptr<SampleReader> reader;  // last: goes before what it reads from

  Result<std::unique_ptr<SampleReader>> open_reader() const {
    if (container == Container::mpeg) return open_mpeg(*bytes);
    if (container == Container::wav || container == Container::flac || container == Container::ogg) {
      return open_with_libsndfile(*bytes, container, limits.duration);
    }
    if (descriptor >= 0) return open_with_ffmpeg(descriptor, container, limits.helper);
    const auto file = file_of(*bytes);
    if (!file) return file.error();
    return open_with_ffmpeg(file->descriptor(), container, limits.helper);
  }
};

SoundFile::SoundFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
SoundFile::SoundFile(SoundFile&&) noexcept = default;
SoundFile& SoundFile::operator=(SoundFile&&) noexcept = default;
SoundFile::~SoundFile() = default;

Container SoundFile::container() const {
  return state_->container;
}
int SoundFile::channels() const {
  return state_->reader->channels();
}
int SoundFile::sample_rate() const {
  return state_->reader->sample_rate();
}
std::uint64_t SoundFile::frames_read() const {
  return state_->frames_read;
}
std::uint64_t SoundFile::expected_frames() const {
  const auto width = static_cast<std::uint64_t>(channels());
  const auto most = std::min(state_->limits.samples, state_->bytes->size() * kMostSamplesInAByte) / width;
  return std::min(state_->reader->expected_frames(), most);
}
std::optional<Damage> SoundFile::damage() const {
  return state_->reader->damage();
}

Result<SoundFile> SoundFile::open(const std::filesystem::path& path, const Limits& limits, Damaged damaged) {
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
  state->descriptor = file.descriptor();
  state->bytes = std::make_unique<FileBytes>(std::move(file), static_cast<std::uint64_t>(status.st_size));
  state->limits = limits;
  state->damaged = damaged;
  return open(std::move(state));
}

Result<SoundFile> SoundFile::open(std::span<const std::byte> bytes, const Limits& limits, Damaged damaged) {
  auto state = std::make_unique<State>();
  state->bytes = std::make_unique<MemoryBytes>(bytes);
  state->limits = limits;
  state->damaged = damaged;
  return open(std::move(state));
}

Result<SoundFile> SoundFile::open(std::unique_ptr<State> state) {
  const auto container = recognise(*state->bytes);
  if (!container) return unsupported("unknown first bytes");
  if (state->damaged == Damaged::refused && container == Container::wav && !wav_is_whole(*state->bytes))
    return unsupported("WAV shorter than said");
  state->container = *container;
  auto reader = state->open_reader();
  if (!reader) return reader.error();
  state->reader = std::move(*reader);
  const int rate = state->reader->sample_rate();
  if (rate < kLowestRate || rate > kHighestRate) return unsupported("sample rate " + std::to_string(rate));
  const int channels = state->reader->channels();
  if (channels < 1 || channels > state->limits.channels) {
    return failure(ErrorCode::unsupported_media, "The recording has too many channels.",
                   std::to_string(channels) + " channels");
  }
  return SoundFile(std::move(state));
}

Result<std::span<const float>> SoundFile::next_block() {
  auto& state = *state_;
  const auto block = state.reader->next_block();
  if (!block) return block.error();
  const auto damage = state.reader->damage();
  if (damage && state.damaged == Damaged::refused) return unsupported("damaged: " + in_words(*damage));
  if (block->empty() && state.frames_read == 0) return unsupported("no samples");
  state.frames_read += block->size() / static_cast<std::size_t>(channels());
  const auto rate = static_cast<std::uint64_t>(sample_rate());
  if (state.frames_read / rate >= static_cast<std::uint64_t>(state.limits.duration.count())) {
    return failure(ErrorCode::payload_too_large, "The recording is too long.");
  }
  state.block.resize(block->size());
  std::transform(block->begin(), block->end(), state.block.begin(), limited);
  return std::span<const float>(state.block);
}

}  // namespace kolog::audio
