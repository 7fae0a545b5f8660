// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "audio/libsndfile_stream.h"
#include "audio/losses.h"
#include "audio/ogg_pages.h"
#include "audio/sample_reader.h"

namespace kolog::audio {
namespace {

/// How often a FLAC file is taken up again after a damaged stretch before the rest is given up.
constexpr int kMostResumptions = 200;

/// Reads a file as libsndfile gives it.
class PlainReader : public SampleReader {
 public:
  PlainReader(const ByteSource& bytes, LibsndfileStream stream) : bytes_(bytes), stream_(std::move(stream)) {}

  int channels() const override { return stream_.channels(); }
  int sample_rate() const override { return stream_.sample_rate(); }
  std::uint64_t expected_frames() const override { return stream_.frames().value_or(0); }
  Result<std::span<const float>> next_block() override {
    const auto block = losses_.is_silent() ? losses_.next_silence(channels()) : decode();
    frames_ += block.size() / static_cast<std::size_t>(channels());
    return block;
  }
  std::optional<Damage> damage() const override { return losses_.damage(sample_rate()); }

 protected:
  /// Empty at the end.
  virtual std::span<const float> decode() { return stream_.read(); }

  const ByteSource& bytes_;
  LibsndfileStream stream_;
  Losses losses_;
  std::uint64_t frames_ = 0;
};

/// Knows from the header alone that something is missing.
class WavReader final : public PlainReader {
 public:
  WavReader(const ByteSource& bytes, LibsndfileStream stream)
      : PlainReader(bytes, std::move(stream)), is_whole_(wav_is_whole(bytes)) {}

 private:
  std::span<const float> decode() override {
    const auto block = stream_.read();
    if (block.empty() && !is_whole_) losses_.break_off(frames_);
    return block;
  }

  const bool is_whole_;
};

/// libFLAC does not go on after a damaged stretch, but a newly opened one can begin behind it: the frames are
/// numbered, and the header counts the samples.
class FlacReader final : public PlainReader {
 public:
  using PlainReader::PlainReader;

 private:
  std::span<const float> decode() override {
    const auto block = stream_.read();
    const auto all = stream_.frames().value_or(0);
    if (!block.empty() || frames_ >= all) return block;
    const auto lost = ++resumptions_ > kMostResumptions ? 0 : frames_to_skip(all);
    if (lost == 0) {
      losses_.break_off(frames_);
      return {};
    }
    losses_.lose(frames_, lost);
    return losses_.next_silence(channels());
  }

  /// Opens the file again behind the damage; 0 if there is nothing behind it.
  std::uint64_t frames_to_skip(std::uint64_t all) {
    const auto step = static_cast<std::uint64_t>(sample_rate() / 10);
    for (std::uint64_t skipped = step; frames_ + skipped < all; skipped += std::max(step, skipped / 10)) {
      auto again = LibsndfileStream::open(bytes_);
      if (!again || again->channels() != channels() || again->sample_rate() != sample_rate()) return 0;
      if (!again->seek(frames_ + skipped) || again->read().empty()) continue;
      if (!again->seek(frames_ + skipped)) continue;
      stream_ = std::move(*again);
      return skipped;
    }
    return 0;
  }

  int resumptions_ = 0;
};

/// libogg leaves damaged pages out and goes on with the next, so that everything after them comes too early.
/// How much is missing over all says a first pass, and where, the pages.
class DamagedOggReader final : public PlainReader {
 public:
  DamagedOggReader(const ByteSource& bytes, LibsndfileStream stream, OggMap map)
      : PlainReader(bytes, std::move(stream)), map_(std::move(map)) {}

  /// Not beyond `longest`, since whoever wrote the file decides how long that takes.
  Result<void> measure(std::chrono::seconds longest) {
    const auto most = static_cast<std::uint64_t>(longest.count()) * static_cast<std::uint64_t>(sample_rate());
    auto counted = LibsndfileStream::open(bytes_);
    if (!counted) return counted.error();
    std::uint64_t there = 0;
    for (auto block = counted->read(); !block.empty() && there < most; block = counted->read()) {
      there += block.size() / static_cast<std::size_t>(channels());
    }
    std::uint64_t positions = 0;
    for (const auto& gap : map_.gaps) positions += gap.end - gap.begin;
    const auto all = std::max(stream_.frames().value_or(there), there);
    for (const auto& gap : map_.gaps) {
      const auto share = static_cast<double>(gap.end - gap.begin) / static_cast<double>(positions);
      const auto place = static_cast<double>(gap.begin) / static_cast<double>(map_.end);
      places_.push_back({static_cast<std::uint64_t>(place * static_cast<double>(all)),
                         static_cast<std::uint64_t>(share * static_cast<double>(all - there))});
    }
    return {};
  }

 private:
  struct Place {
    std::uint64_t begin = 0;  // frames
    std::uint64_t lost = 0;
  };

  std::span<const float> decode() override {
    if (rest_.empty()) rest_ = stream_.read();
    while (next_ < places_.size() && (frames_ >= places_[next_].begin || rest_.empty())) {
      losses_.lose(frames_, places_[next_++].lost);
      if (losses_.is_silent()) return losses_.next_silence(channels());
    }
    if (rest_.empty() && map_.breaks_off) losses_.break_off(frames_);
    auto size = rest_.size();
    if (next_ < places_.size()) {
      const auto until = static_cast<std::size_t>(places_[next_].begin - frames_);
      size = std::min(size, until * static_cast<std::size_t>(channels()));
    }
    return std::exchange(rest_, rest_.subspan(size)).first(size);
  }

  OggMap map_;
  std::vector<Place> places_;
  std::size_t next_ = 0;
  std::span<const float> rest_;
};

Result<std::unique_ptr<SampleReader>> open_ogg(const ByteSource& bytes, LibsndfileStream stream,
                                               std::chrono::seconds longest) {
  auto map = map_ogg(bytes);
  if (map.is_whole()) return std::make_unique<PlainReader>(bytes, std::move(stream));
  auto reader = std::make_unique<DamagedOggReader>(bytes, std::move(stream), std::move(map));
  if (const auto measured = reader->measure(longest); !measured) return measured.error();
  return reader;
}

}  // namespace

Result<std::unique_ptr<SampleReader>> open_with_libsndfile(const ByteSource& bytes, Container container,
                                                           std::chrono::seconds longest) {
  auto stream = LibsndfileStream::open(bytes);
  if (!stream) return stream.error();
  if (container == Container::ogg) return open_ogg(bytes, std::move(*stream), longest);
  if (container == Container::flac) return std::make_unique<FlacReader>(bytes, std::move(*stream));
  return std::make_unique<WavReader>(bytes, std::move(*stream));
}

}  // namespace kolog::audio
