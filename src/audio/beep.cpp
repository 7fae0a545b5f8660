// SPDX-License-Identifier: Apache-2.0
#include "audio/beep.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <numbers>
#include <string_view>
#include <vector>

#include <sndfile.h>

#include "audio/container.h"
#include "audio/sound_file.h"

namespace kolog::audio {
namespace {

using std::chrono::milliseconds;
using File = std::unique_ptr<SNDFILE, decltype(&sf_close)>;

/// A span in samples of one channel.
struct Stretch {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

std::uint64_t frame_at(milliseconds time, int rate) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.count())) *
         static_cast<std::uint64_t>(rate) / 1000;
}

/// In order, none over another: the tone goes on where two meet.
std::vector<Stretch> united(std::vector<Stretch> stretches) {
  std::ranges::sort(stretches, {}, &Stretch::begin);
  std::vector<Stretch> result;
  for (const auto& stretch : stretches) {
    if (result.empty() || stretch.begin > result.back().end) {
      result.push_back(stretch);
    } else {
      result.back().end = std::max(result.back().end, stretch.end);
    }
  }
  return result;
}

std::vector<std::vector<Stretch>> stretches_of(std::span<const BeepSpan> spans, const BeepTone& tone,
                                               int channels, int rate) {
  std::vector<std::vector<Stretch>> of_channel(static_cast<std::size_t>(channels));
  for (const auto& span : spans) {
    if (span.stop <= span.start) continue;
    const Stretch stretch{frame_at(span.start - tone.padding, rate),
                          frame_at(span.stop + tone.padding, rate) + 1};
    for (int channel = 0; channel < channels; ++channel) {
      const bool is_meant =
          !span.channel || *span.channel == channel || *span.channel < 0 || *span.channel >= channels;
      if (is_meant) of_channel[static_cast<std::size_t>(channel)].push_back(stretch);
    }
  }
  for (auto& stretches : of_channel) stretches = united(std::move(stretches));
  return of_channel;
}

class Tone {
 public:
  Tone(const BeepTone& tone, int rate)
      : step_(2 * std::numbers::pi * tone.frequency / rate),
        loudness_(tone.loudness),
        fade_(std::max<std::uint64_t>(1, frame_at(tone.fade, rate))) {}

  /// Replaces what of the stretch lies in a block of interleaved samples that begins at `first`.
  void replace(const Stretch& stretch, std::uint64_t first, std::span<float> block, std::size_t channel,
               std::size_t channels) const {
    const auto begin = std::max(stretch.begin, first);
    const auto end = std::min<std::uint64_t>(stretch.end, first + block.size() / channels);
    for (auto frame = begin; frame < end; ++frame) {
      block[(frame - first) * channels + channel] = sample(stretch, frame);
    }
  }

 private:
  float sample(const Stretch& stretch, std::uint64_t frame) const {
    const auto from_edge = std::min(frame - stretch.begin, stretch.end - 1 - frame);
    const auto envelope = std::min(1.0, static_cast<double>(from_edge) / static_cast<double>(fade_));
    const auto phase = step_ * static_cast<double>(frame - stretch.begin);
    return static_cast<float>(loudness_ * envelope * std::sin(phase));
  }

  double step_;
  double loudness_;
  std::uint64_t fade_;
};

/// As the recording is written, where libsndfile reads and writes that; 0 where not.
int format_of(const std::filesystem::path& recording) {
  SF_INFO info{};
  const File file(sf_open(recording.c_str(), SFM_READ, &info), sf_close);
  return file ? info.format : 0;
}

struct Form {
  int format = SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
  std::string_view content_type = "audio/flac";
};

Form form_of(const std::filesystem::path& recording, const SoundFile& sound) {
  const auto container = sound.container();
  if (container == Container::mp4 || container == Container::amr || container == Container::matroska)
    return {};
  SF_INFO info{};
  info.format = format_of(recording);
  info.samplerate = sound.sample_rate();
  info.channels = sound.channels();
  if (info.format == 0 || sf_format_check(&info) == 0) return {};
  return {info.format, content_type(container)};
}

/// Whether samples are whole numbers, which must not be rounded a second time.
bool is_in_whole_numbers(int format) {
  switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_S8:
    case SF_FORMAT_PCM_U8:
    case SF_FORMAT_PCM_16:
    case SF_FORMAT_PCM_24:
    case SF_FORMAT_PCM_32:
    case SF_FORMAT_ULAW:
    case SF_FORMAT_ALAW:
      return true;
    default:
      return false;
  }
}

class Writer {
 public:
  static Result<Writer> open(const std::filesystem::path& path, const Form& form, const SoundFile& sound) {
    SF_INFO info{};
    info.samplerate = sound.sample_rate();
    info.channels = sound.channels();
    info.format = form.format;
    File file(sf_open(path.c_str(), SFM_WRITE, &info), sf_close);
    if (!file) {
      return failure(ErrorCode::internal, "The recording's copy cannot be written.", sf_strerror(nullptr));
    }
    sf_command(file.get(), SFC_SET_CLIPPING, nullptr, SF_TRUE);
    return Writer(std::move(file), is_in_whole_numbers(form.format));
  }

  Result<void> write(std::span<const float> samples) {
    const auto count = static_cast<sf_count_t>(samples.size());
    const auto written =
        in_whole_numbers_ ? write_whole(samples) : sf_write_float(file_.get(), samples.data(), count);
    if (written == count) return {};
    return failure(ErrorCode::storage_full, "The recording's copy cannot be written: is the disk full?",
                   sf_strerror(file_.get()));
  }

 private:
  Writer(File file, bool in_whole_numbers) : file_(std::move(file)), in_whole_numbers_(in_whole_numbers) {}

  /// Reading divided by 2^31, and so does this undo it exactly; libsndfile's own way back multiplies by less.
  sf_count_t write_whole(std::span<const float> samples) {
    constexpr double kScale = 2147483648.0;
    whole_.resize(samples.size());
    std::ranges::transform(samples, whole_.begin(), [](float sample) {
      const auto value = std::clamp(static_cast<double>(sample) * kScale, -kScale, kScale - 1);
      return static_cast<int>(std::llrint(value));
    });
    return sf_write_int(file_.get(), whole_.data(), static_cast<sf_count_t>(whole_.size()));
  }

  File file_;
  bool in_whole_numbers_;
  std::vector<int> whole_;
};

}  // namespace

Result<std::string> beep(const std::filesystem::path& recording, const std::filesystem::path& into,
                         std::span<const BeepSpan> spans, const BeepTone& tone, const Limits& limits) {
  auto sound = SoundFile::open(recording, limits);
  if (!sound) return sound.error();
  const auto channels = static_cast<std::size_t>(sound->channels());
  const auto stretches = stretches_of(spans, tone, sound->channels(), sound->sample_rate());
  const Tone beeping(tone, sound->sample_rate());
  const auto form = form_of(recording, *sound);
  auto writer = Writer::open(into, form, *sound);
  if (!writer) return writer.error();
  std::vector<float> samples;
  std::uint64_t first = 0;
  while (true) {
    const auto block = sound->next_block();
    if (!block) return block.error();
    if (block->empty()) return std::string(form.content_type);
    samples.assign(block->begin(), block->end());
    for (std::size_t channel = 0; channel < channels; ++channel) {
      for (const auto& stretch : stretches[channel]) {
        beeping.replace(stretch, first, samples, channel, channels);
      }
    }
    if (auto written = writer->write(samples); !written) return written.error();
    first += samples.size() / channels;
  }
}

}  // namespace kolog::audio
