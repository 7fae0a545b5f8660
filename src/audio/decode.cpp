// SPDX-License-Identifier: Apache-2.0
#include "audio/decode.h"

#include <utility>

#include "audio/resampler.h"
#include "audio/sound_file.h"

namespace kolog::audio {
namespace {

constexpr std::size_t kSlack = 65'536;  // samples: a block and its resampler's room

/// Appends one channel of interleaved samples.
void append_channel(std::span<const float> block, std::size_t channel, std::size_t channels,
                    std::vector<float>& into) {
  const auto begin = into.size();
  const auto frames = block.size() / channels;
  into.resize(begin + frames);
  auto* const to = into.data() + begin;
  const auto* const from = block.data() + channel;
  for (std::size_t frame = 0; frame < frames; ++frame) to[frame] = from[frame * channels];
}

Result<void> check_size(const Clip& clip, const Limits& limits) {
  if (clip.channels.front().size() * clip.channels.size() <= limits.samples) return {};
  return failure(ErrorCode::payload_too_large, "The recording is too long.");
}

/// Gives each block of the file to `take`, and an empty one at its end.
template <class Take>
Result<Clip> decode_all(SoundFile& file, int sample_rate, const Limits& limits, Take take) {
  Clip clip;
  clip.sample_rate = sample_rate;
  clip.channels.resize(static_cast<std::size_t>(file.channels()));
  // Growing by and by would touch three times the memory, which costs more than to decode.
  const auto expected = static_cast<double>(file.expected_frames()) * sample_rate / file.sample_rate();
  for (auto& channel : clip.channels) channel.reserve(static_cast<std::size_t>(expected) + kSlack);
  while (true) {
    const auto block = file.next_block();
    if (!block) return block.error();
    for (std::size_t channel = 0; channel < clip.channels.size(); ++channel) {
      const Result<void> taken = take(*block, channel, clip);
      if (!taken) return taken.error();
    }
    if (const auto fits = check_size(clip, limits); !fits) return fits.error();
    if (block->empty()) break;
  }
  clip.damage = file.damage();
  return clip;
}

Result<Clip> decode_as_it_is(SoundFile& file, const Limits& limits) {
  return decode_all(file, file.sample_rate(), limits,
                    [](std::span<const float> block, std::size_t channel, Clip& clip) -> Result<void> {
                      append_channel(block, channel, clip.channels.size(), clip.channels[channel]);
                      return {};
                    });
}

Result<Clip> decode_resampled(SoundFile& file, int sample_rate, const Limits& limits) {
  std::vector<Resampler> resamplers;
  for (int channel = 0; channel < file.channels(); ++channel) {
    auto resampler = Resampler::open(file.sample_rate(), sample_rate);
    if (!resampler) return resampler.error();
    resamplers.push_back(std::move(*resampler));
  }
  std::vector<float> samples;
  return decode_all(file, sample_rate, limits,
                    [&](std::span<const float> block, std::size_t channel, Clip& clip) -> Result<void> {
                      samples.clear();
                      append_channel(block, channel, clip.channels.size(), samples);
                      return resamplers[channel].process(samples, clip.channels[channel]);
                    });
}

Result<Clip> decode_file(Result<SoundFile> file, const Limits& limits) {
  if (!file) return file.error();
  return decode_as_it_is(*file, limits);
}

Result<Clip> decode_file_at(Result<SoundFile> file, int sample_rate, const Limits& limits) {
  if (!file) return file.error();
  if (file->sample_rate() == sample_rate) return decode_as_it_is(*file, limits);
  return decode_resampled(*file, sample_rate, limits);
}

}  // namespace

Result<Clip> decode(const std::filesystem::path& path, const Limits& limits, Damaged damaged) {
  return decode_file(SoundFile::open(path, limits, damaged), limits);
}

Result<Clip> decode(std::span<const std::byte> bytes, const Limits& limits, Damaged damaged) {
  return decode_file(SoundFile::open(bytes, limits, damaged), limits);
}

Result<Clip> decode_at(const std::filesystem::path& path, int sample_rate, const Limits& limits,
                       Damaged damaged) {
  return decode_file_at(SoundFile::open(path, limits, damaged), sample_rate, limits);
}

Result<Clip> decode_at(std::span<const std::byte> bytes, int sample_rate, const Limits& limits,
                       Damaged damaged) {
  return decode_file_at(SoundFile::open(bytes, limits, damaged), sample_rate, limits);
}

Result<domain::RecordingProbe> probe(const std::filesystem::path& path, const Limits& limits) {
  auto file = SoundFile::open(path, limits);
  if (!file) return file.error();
  while (true) {
    const auto block = file->next_block();
    if (!block) return block.error();
    if (block->empty()) break;
  }
  domain::RecordingProbe found;
  found.content_type = content_type(file->container());
  found.channels = file->channels();
  found.sample_rate = file->sample_rate();
  found.duration = std::chrono::milliseconds{
      static_cast<long long>(file->frames_read() * 1000 / static_cast<std::uint64_t>(file->sample_rate()))};
  return found;
}

Result<std::vector<float>> resample(std::span<const float> samples, int from_rate, int to_rate) {
  if (from_rate == to_rate && from_rate > 0) return std::vector<float>(samples.begin(), samples.end());
  auto resampler = Resampler::open(from_rate, to_rate);
  if (!resampler) return resampler.error();
  std::vector<float> resampled;
  resampled.reserve(static_cast<std::size_t>(static_cast<double>(samples.size()) * to_rate / from_rate) +
                    8192);
  if (!samples.empty()) {
    if (const auto done = resampler->process(samples, resampled); !done) return done.error();
  }
  if (const auto done = resampler->process({}, resampled); !done) return done.error();
  return resampled;
}

Result<Clip> resample(const Clip& clip, int sample_rate) {
  Clip resampled;
  resampled.sample_rate = sample_rate;
  resampled.damage = clip.damage;
  for (const auto& channel : clip.channels) {
    auto samples = resample(channel, clip.sample_rate, sample_rate);
    if (!samples) return samples.error();
    resampled.channels.push_back(std::move(*samples));
  }
  return resampled;
}

}  // namespace kolog::audio
