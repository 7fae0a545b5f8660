// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <utility>

#include "audio/libsndfile_stream.h"
#include "audio/losses.h"
#include "audio/mpeg_frames.h"
#include "audio/sample_reader.h"

namespace kolog::audio {
namespace {

/// Samples that libmpg123 takes off the beginning of a stretch whose frames are counted, which in the middle
/// of a recording are sound.
constexpr std::uint64_t kDecoderDelay = 529;

class MpegReader final : public SampleReader {
 public:
  MpegReader(const ByteSource& bytes, MpegMap map) : bytes_(bytes), map_(std::move(map)) {}

  Result<void> open_first() {
    // A whole file is left to libmpg123 as it is, with its tags.
    const auto end = map_.stretches.size() == 1 ? bytes_.size() : map_.stretches.front().end;
    const bool needs_count = map_.rate_varies && !map_.is_counted;
    const auto begin = needs_count ? map_.stretches.front().begin : 0;
    auto stream = open_piece(begin, end, needs_count);
    if (!stream) return stream.error();
    channels_ = stream->channels();
    sample_rate_ = stream->sample_rate();
    stream_.emplace(std::move(*stream));
    return {};
  }

  int channels() const override { return channels_; }
  int sample_rate() const override { return sample_rate_; }
  std::uint64_t expected_frames() const override { return map_.frames() * map_.samples_per_frame; }
  Result<std::span<const float>> next_block() override {
    while (true) {
      if (losses_.is_silent()) return counted(losses_.next_silence(channels_));
      const auto block = stream_ ? stream_->read() : std::span<const float>{};
      if (!block.empty()) return counted(block);
      if (index_ + 1 == map_.stretches.size()) {
        if (map_.breaks_off) losses_.break_off(frames_);
        return block;
      }
      open_next();
    }
  }
  std::optional<Damage> damage() const override { return losses_.damage(sample_rate_); }

 private:
  std::span<const float> counted(std::span<const float> block) {
    frames_ += block.size() / static_cast<std::size_t>(channels_);
    return block;
  }

  Result<LibsndfileStream> open_piece(std::uint64_t begin, std::uint64_t end, bool with_count) {
    stretch_.emplace(bytes_, begin, end);
    counted_.reset();
    if (!with_count) return LibsndfileStream::open(*stretch_);
    counted_.emplace(counting_frame(bytes_, map_.stretches[index_]), *stretch_);
    return LibsndfileStream::open(*counted_);
  }

  /// A stretch that cannot be decoded by itself, being a frame or two, or with other channels than the first,
  /// is lost as well.
  void open_next() {
    const auto& next = map_.stretches[++index_];
    auto lost = next.lost_before;
    stream_.reset();
    auto stream = open_piece(next.begin, next.end, true);
    if (stream && stream->channels() == channels_ && stream->sample_rate() == sample_rate_) {
      stream_.emplace(std::move(*stream));
    } else {
      lost += next.frames;
    }
    if (lost > 0) losses_.lose(frames_, lost * map_.samples_per_frame + (stream_ ? kDecoderDelay : 0));
  }

  const ByteSource& bytes_;
  MpegMap map_;
  std::size_t index_ = 0;
  std::optional<StretchOfBytes> stretch_;
  std::optional<PrefixedBytes> counted_;
  std::optional<LibsndfileStream> stream_;  // reads from one of them
  Losses losses_;
  int channels_ = 0;
  int sample_rate_ = 0;
  std::uint64_t frames_ = 0;
};

}  // namespace

Result<std::unique_ptr<SampleReader>> open_mpeg(const ByteSource& bytes) {
  auto map = map_mpeg(bytes);
  if (!map) return unsupported("no MPEG frames");
  auto reader = std::make_unique<MpegReader>(bytes, std::move(*map));
  if (const auto opened = reader->open_first(); !opened) return opened.error();
  return reader;
}

}  // namespace kolog::audio
