// SPDX-License-Identifier: Apache-2.0
#include "audio/ffmpeg_reader.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "audio/helper_process.h"

namespace kolog::audio {
namespace {

constexpr std::size_t kBlockBytes = 65'536;
constexpr std::size_t kAuHeader = 24;
constexpr std::uint32_t kLongestAuHeader = 4096;

/// What people's telephones and browsers put into these files; ffmpeg knows hundreds more, and each is a
/// decoder that a stranger's bytes could reach.
constexpr const char* kCodecs =
    "aac,alac,mp3,mp3float,opus,libopus,vorbis,flac,amrnb,amrwb,pcm_s16le,pcm_s16be,pcm_mulaw,pcm_alaw";

const char* demuxer(Container container) {
  if (container == Container::mp4) return "mov";
  return container == Container::amr ? "amr" : "matroska";
}

/// The format AU on the way out: it can be written to a pipe, and its header is six numbers.
std::vector<std::string> command(const std::string& ffmpeg, Container container) {
  return {ffmpeg,
          "-nostdin",
          "-hide_banner",
          "-loglevel",
          "repeat+error",
          "-protocol_whitelist",
          "file",
          "-format_whitelist",
          demuxer(container),
          "-codec_whitelist",
          kCodecs,
          "-threads",
          "1",
          "-f",
          demuxer(container),
          "-i",
          std::string("file:") + HelperProcess::kInput,
          "-map",
          "0:a:0",
          "-vn",
          "-sn",
          "-dn",
          "-map_metadata",
          "-1",
          "-c:a",
          "pcm_s16be",
          "-f",
          "au",
          "pipe:1"};
}

std::uint32_t big_endian(std::span<const std::byte> bytes, std::size_t index) {
  std::uint32_t value = 0;
  for (std::size_t i = index; i < index + 4; ++i)
    value = value << 8 | std::to_integer<std::uint32_t>(bytes[i]);
  return value;
}

/// The last line that says something about the sound: that a film's pictures are not decoded is as wanted.
std::string last_complaint(std::string_view text) {
  std::string last;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    if (!line.empty() && line.find("not on whitelist") == line.npos) last = line;
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return last;
}

class FfmpegReader final : public SampleReader {
 public:
  explicit FfmpegReader(HelperProcess process) : process_(std::move(process)), buffer_(kBlockBytes) {}

  /// Until the sound begins.
  Result<void> read_header() {
    std::vector<std::byte> header;
    if (const auto read = fill(header, kAuHeader); !read) return read.error();
    const auto offset = big_endian(header, 4);
    const auto encoding = big_endian(header, 12);
    sample_rate_ = static_cast<int>(big_endian(header, 16) & 0x7FFFFFFF);
    channels_ = static_cast<int>(big_endian(header, 20) & 0x7FFFFFFF);
    constexpr std::uint32_t kSixteenBits = 3;
    if (encoding != kSixteenBits || offset < kAuHeader || offset > kLongestAuHeader || channels_ == 0 ||
        sample_rate_ == 0) {
      return unsupported("ffmpeg wrote no AU header");
    }
    header.clear();
    return fill(header, offset - kAuHeader);
  }

  int channels() const override { return channels_; }
  int sample_rate() const override { return sample_rate_; }

  std::uint64_t expected_frames() const override { return 0; }
  Result<std::span<const float>> next_block() override {
    const auto frame_bytes = 2 * static_cast<std::size_t>(channels_);
    if (buffer_.size() < frame_bytes) buffer_.resize(frame_bytes);
    while (filled_ < frame_bytes) {
      const auto count = process_.read(std::span(buffer_).subspan(filled_));
      if (!count) return count.error();
      if (*count == 0) return finish();
      filled_ += *count;
    }
    const auto whole = filled_ / frame_bytes * frame_bytes;
    samples_.resize(whole / 2);
    for (std::size_t i = 0; i < samples_.size(); ++i) {
      const auto high = std::to_integer<unsigned>(buffer_[2 * i]);
      const auto low = std::to_integer<unsigned>(buffer_[2 * i + 1]);
      samples_[i] = static_cast<float>(static_cast<std::int16_t>(high << 8 | low)) / 32768.0F;
    }
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(whole),
              buffer_.begin() + static_cast<std::ptrdiff_t>(filled_), buffer_.begin());
    filled_ -= whole;
    frames_ += whole / frame_bytes;
    return std::span<const float>(samples_);
  }

  std::optional<Damage> damage() const override { return damage_; }

 private:
  /// Exactly `count` bytes of the header.
  Result<void> fill(std::vector<std::byte>& into, std::size_t count) {
    into.resize(count);
    for (std::size_t done = 0; done < count;) {
      const auto read = process_.read(std::span(into).subspan(done));
      if (!read) return read.error();
      if (*read == 0) {
        process_.succeeded();
        return unsupported("ffmpeg: " + last_complaint(process_.complaints()));
      }
      done += *read;
    }
    return {};
  }

  /// ffmpeg goes on after what it cannot decode, leaves it out, and does not say where it was. That the file
  /// breaks off it does say.
  std::span<const float> finish() {
    const bool succeeded = process_.succeeded();
    const std::string_view complaints = process_.complaints();
    if (succeeded && last_complaint(complaints).empty()) return {};
    damage_.emplace();
    damage_->breaks_off = complaints.find("partial file") != complaints.npos ||
                          complaints.find("ended prematurely") != complaints.npos;
    damage_->place_is_known = damage_->breaks_off;
    damage_->intact_until = std::chrono::milliseconds{
        static_cast<long long>(frames_ * 1000 / static_cast<std::uint64_t>(sample_rate_))};
    return {};
  }

  HelperProcess process_;
  std::vector<std::byte> buffer_;
  std::size_t filled_ = 0;
  std::vector<float> samples_;
  std::uint64_t frames_ = 0;
  std::optional<Damage> damage_;
  int channels_ = 0;
  int sample_rate_ = 0;
};

}  // namespace

Result<std::unique_ptr<SampleReader>> open_with_ffmpeg(int file, Container container,
                                                       const HelperLimits& limits) {
  auto process = HelperProcess::start({command(limits.ffmpeg, container), limits.time, limits.memory}, file);
  if (!process && process.error().code == ErrorCode::not_found) {
    return failure(ErrorCode::unsupported_media,
                   "Recordings in MP4 (M4A), AMR and WebM need the program ffmpeg. Install it: "
                   "apt-get install ffmpeg");
  }
  if (!process) return process.error();
  auto reader = std::make_unique<FfmpegReader>(std::move(*process));
  if (const auto read = reader->read_header(); !read) return read.error();
  return reader;
}

}  // namespace kolog::audio
