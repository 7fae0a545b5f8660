// SPDX-License-Identifier: Apache-2.0
#include "audio/libsndfile_stream.h"

#include <cstdio>
#include <utility>

#include <sndfile.h>

#include "audio/sample_reader.h"

namespace kolog::audio {
namespace {

constexpr std::size_t kBlockFrames = 16'384;

struct SndfileCloser {
  void operator()(SNDFILE* file) const { sf_close(file); }
};

}  // namespace

struct LibsndfileStream::State {
  const ByteSource& bytes;
  sf_count_t position = 0;
  SF_INFO info{};
  std::vector<float> block{};
  std::unique_ptr<SNDFILE, SndfileCloser> file = nullptr;  // last: closed before what it reads from goes
};

namespace {

/// libsndfile reads through these, so it never sees a file's name and cannot judge by it.
template <class State>
SF_VIRTUAL_IO virtual_io() {
  SF_VIRTUAL_IO io{};
  io.get_filelen = [](void* user) -> sf_count_t {
    return static_cast<sf_count_t>(static_cast<State*>(user)->bytes.size());
  };
  io.seek = [](sf_count_t offset, int whence, void* user) -> sf_count_t {
    auto& state = *static_cast<State*>(user);
    const auto size = static_cast<sf_count_t>(state.bytes.size());
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
        state.bytes.read(static_cast<std::uint64_t>(state.position),
                         std::span(static_cast<std::byte*>(into), static_cast<std::size_t>(count)));
    state.position += static_cast<sf_count_t>(done);
    return static_cast<sf_count_t>(done);
  };
  io.write = [](const void*, sf_count_t, void*) -> sf_count_t { return 0; };
  io.tell = [](void* user) -> sf_count_t { return static_cast<State*>(user)->position; };
  return io;
}

}  // namespace

LibsndfileStream::LibsndfileStream(std::unique_ptr<State> state) : state_(std::move(state)) {}
LibsndfileStream::LibsndfileStream(LibsndfileStream&&) noexcept = default;
LibsndfileStream& LibsndfileStream::operator=(LibsndfileStream&&) noexcept = default;
LibsndfileStream::~LibsndfileStream() = default;

Result<LibsndfileStream> LibsndfileStream::open(const ByteSource& bytes) {
  std::unique_ptr<State> state(new State{bytes});
  auto io = virtual_io<State>();
  state->file.reset(sf_open_virtual(&io, SFM_READ, &state->info, state.get()));
  if (!state->file) return unsupported(sf_strerror(nullptr));
  if (state->info.channels < 1 || state->info.samplerate < 1) return unsupported("no channel, or no rate");
  return LibsndfileStream(std::move(state));
}

int LibsndfileStream::channels() const {
  return state_->info.channels;
}

int LibsndfileStream::sample_rate() const {
  return state_->info.samplerate;
}

std::optional<std::uint64_t> LibsndfileStream::frames() const {
  if (state_->info.frames < 0 || state_->info.frames == SF_COUNT_MAX) return std::nullopt;
  return static_cast<std::uint64_t>(state_->info.frames);
}

std::span<const float> LibsndfileStream::read() {
  auto& block = state_->block;
  const auto width = static_cast<std::size_t>(channels());
  block.resize(kBlockFrames * width);
  const auto count = sf_readf_float(state_->file.get(), block.data(), kBlockFrames);
  return std::span(block).first(count > 0 ? static_cast<std::size_t>(count) * width : 0);
}

bool LibsndfileStream::seek(std::uint64_t frame) {
  return sf_seek(state_->file.get(), static_cast<sf_count_t>(frame), SEEK_SET) ==
         static_cast<sf_count_t>(frame);
}

}  // namespace kolog::audio
