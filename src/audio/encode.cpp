// SPDX-License-Identifier: Apache-2.0
#include "audio/encode.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#include <sndfile.h>

namespace kolog::audio {
namespace {

constexpr std::size_t kWavHeader = 44;  // bytes: RIFF, fmt and data, and nothing else

/// What libsndfile writes to instead of a file.
struct Sink {
  std::string bytes;
  std::size_t position = 0;
};

SF_VIRTUAL_IO virtual_io() {
  SF_VIRTUAL_IO io{};
  io.get_filelen = [](void* user) { return static_cast<sf_count_t>(static_cast<Sink*>(user)->bytes.size()); };
  io.tell = [](void* user) { return static_cast<sf_count_t>(static_cast<Sink*>(user)->position); };
  io.seek = [](sf_count_t offset, int whence, void* user) -> sf_count_t {
    auto& sink = *static_cast<Sink*>(user);
    const auto size = static_cast<sf_count_t>(sink.bytes.size());
    const auto now = static_cast<sf_count_t>(sink.position);
    const auto wanted = offset + (whence == SEEK_SET ? 0 : (whence == SEEK_CUR ? now : size));
    if (wanted < 0 || wanted > size) return -1;
    sink.position = static_cast<std::size_t>(wanted);
    return wanted;
  };
  io.read = [](void* into, sf_count_t count, void* user) -> sf_count_t {
    auto& sink = *static_cast<Sink*>(user);
    const auto done = std::min(static_cast<std::size_t>(count), sink.bytes.size() - sink.position);
    std::copy_n(sink.bytes.data() + sink.position, done, static_cast<char*>(into));
    sink.position += done;
    return static_cast<sf_count_t>(done);
  };
  io.write = [](const void* from, sf_count_t count, void* user) -> sf_count_t {
    auto& sink = *static_cast<Sink*>(user);
    const auto size = static_cast<std::size_t>(count);
    if (sink.bytes.size() < sink.position + size) sink.bytes.resize(sink.position + size);
    std::copy_n(static_cast<const char*>(from), size, sink.bytes.data() + sink.position);
    sink.position += size;
    return count;
  };
  return io;
}

std::vector<std::int16_t> whole_numbers(std::span<const float> samples) {
  std::vector<std::int16_t> numbers(samples.size());
  std::transform(samples.begin(), samples.end(), numbers.begin(), [](float sample) {
    const auto value = std::isfinite(sample) ? std::clamp(sample, -1.0F, 1.0F) : 0.0F;
    return static_cast<std::int16_t>(std::lround(value * 32767.0F));
  });
  return numbers;
}

Result<std::string> written(std::span<const std::int16_t> samples, int sample_rate, int format) {
  Sink sink;
  sink.bytes.reserve(kWavHeader + samples.size_bytes());
  SF_INFO info{};
  info.samplerate = sample_rate;
  info.channels = 1;
  info.format = format | SF_FORMAT_PCM_16;
  auto io = virtual_io();
  {
    const std::unique_ptr<SNDFILE, decltype(&sf_close)> file(sf_open_virtual(&io, SFM_WRITE, &info, &sink),
                                                             sf_close);
    if (!file) return failure(ErrorCode::internal, "The audio cannot be encoded.", sf_strerror(nullptr));
    const auto count = static_cast<sf_count_t>(samples.size());
    if (sf_write_short(file.get(), samples.data(), count) != count) {
      return failure(ErrorCode::internal, "The audio cannot be encoded.", sf_strerror(file.get()));
    }
  }
  return std::move(sink.bytes);
}

}  // namespace

Result<EncodedFile> encode_smallest(std::span<const float> samples, int sample_rate) {
  const auto numbers = whole_numbers(samples);
  auto flac = written(numbers, sample_rate, SF_FORMAT_FLAC);
  if (!flac) return flac.error();
  if (flac->size() <= largest_encoding(samples.size()))
    return EncodedFile{std::move(*flac), "audio/flac", ".flac"};
  auto wav = written(numbers, sample_rate, SF_FORMAT_WAV);
  if (!wav) return wav.error();
  return EncodedFile{std::move(*wav), "audio/wav", ".wav"};
}

std::size_t largest_encoding(std::size_t samples) {
  return kWavHeader + samples * sizeof(std::int16_t);
}

std::size_t samples_within(std::size_t bytes) {
  return bytes > kWavHeader ? (bytes - kWavHeader) / sizeof(std::int16_t) : 0;
}

}  // namespace kolog::audio
