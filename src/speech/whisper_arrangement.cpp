// SPDX-License-Identifier: Apache-2.0
#include "speech/whisper_arrangement.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <thread>
#include <unistd.h>
#include <vector>

#include <boost/json.hpp>
#include <whisper.h>

#include "base/log.h"
#include "speech/whisper_decoder.h"

namespace kolog::speech {
namespace {

namespace json = boost::json;
using std::chrono::duration;
using std::chrono::steady_clock;

/// A lane more costs memory: it must be worth this much.
constexpr double kWorthALane = 1.05;
constexpr double kShareOfMemory = 0.5;  // of what is free, for all lanes together

/// What one lane needs beside the model, in bytes: its caches of keys and values (the own one threefold, for
/// beams), and the encoder's attention, which is the largest of its matrices. whisper.cpp,
/// whisper_init_state.
double lane_bytes(whisper_context& model) {
  const double audio = whisper_n_audio_ctx(&model);
  const double text = whisper_n_text_ctx(&model);
  const double width = whisper_model_n_text_state(&model);
  const double caches = (audio + 3 * text) * width * whisper_model_n_text_layer(&model) * 2 * 2;
  const double attention = audio * audio * whisper_model_n_audio_head(&model) * 4;
  const double states = 8 * audio * whisper_model_n_audio_state(&model) * 4;
  return caches + attention + states;
}

double free_bytes() {
  return static_cast<double>(::sysconf(_SC_AVPHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

std::vector<Arrangement> candidates(whisper_context& model, int threads) {
  std::vector<Arrangement> all;
  const double room = free_bytes() * kShareOfMemory / lane_bytes(model);
  for (int each = threads; each >= 1; each /= 2) {
    const int lanes = threads / each;
    if (lanes == 1 || lanes <= room) all.push_back({lanes, each});
  }
  return all;
}

/// Windows a second.
Result<double> speed_of(whisper_context& model, const Arrangement& arrangement) {
  std::vector<std::unique_ptr<WhisperDecoder>> decoders;
  for (int lane = 0; lane < arrangement.lanes; ++lane) {
    decoders.push_back(std::make_unique<WhisperDecoder>(
        model, WhisperDecoder::Settings{.threads = arrangement.threads, .beam_size = 1, .handling = {}}));
    // The first touch of its memory is no part of the work.
    if (auto warm = decoders.back()->try_out(); !warm) return warm.error();
  }
  const auto begin = steady_clock::now();
  std::vector<Result<void>> outcomes(decoders.size());
  {
    std::vector<std::jthread> lanes;
    for (std::size_t i = 0; i < decoders.size(); ++i) {
      lanes.emplace_back([&, i] { outcomes[i] = decoders[i]->try_out(); });
    }
  }
  for (const auto& outcome : outcomes) {
    if (!outcome) return outcome.error();
  }
  return arrangement.lanes / duration<double>(steady_clock::now() - begin).count();
}

json::object read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  boost::system::error_code malformed;
  const auto value = json::parse(text, malformed);
  return !malformed && value.is_object() ? value.get_object() : json::object{};
}

std::optional<Arrangement> recall(const std::filesystem::path& file, const std::string& key, int threads) {
  const auto known = read(file);
  const auto* const entry = known.if_contains(key);
  if (entry == nullptr || !entry->is_int64()) return std::nullopt;
  const auto lanes = entry->get_int64();
  if (lanes < 1 || lanes > threads) return std::nullopt;
  return Arrangement{static_cast<int>(lanes), static_cast<int>(threads / lanes)};
}

/// What cannot be kept is measured again next time.
void remember(const std::filesystem::path& file, const std::string& key, int lanes) {
  if (file.empty()) return;
  auto known = read(file);
  known[key] = lanes;
  auto temporary = file;
  temporary += "." + std::to_string(::getpid());
  std::error_code ignored;
  {
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    out << json::serialize(known) << "\n" << std::flush;
    if (!out) {
      std::filesystem::remove(temporary, ignored);
      return;
    }
  }
  std::filesystem::rename(temporary, file, ignored);
}

}  // namespace

Result<Arrangement> measured_arrangement(whisper_context& model, const std::string& model_name, int threads,
                                         const std::filesystem::path& remembered) {
  threads = std::max(1, threads);
  if (threads == 1) return Arrangement{};
  const auto key = model_name + "/" + std::to_string(whisper_model_ftype(&model)) + "/" +
                   std::to_string(std::thread::hardware_concurrency()) + "/" + std::to_string(threads);
  if (const auto known = recall(remembered, key, threads)) return *known;
  Arrangement best;
  double fastest = 0;
  for (const auto& candidate : candidates(model, threads)) {
    const auto speed = speed_of(model, candidate);
    if (!speed) return speed.error();
    log::debug("OFFLINE_STT", "measured",
               {{"lanes", candidate.lanes},
                {"threads", candidate.threads},
                {"windows_per_minute", static_cast<long long>(*speed * 60)}});
    if (*speed > fastest * kWorthALane) {
      fastest = *speed;
      best = candidate;
    }
  }
  log::info("OFFLINE_STT", "threads arranged",
            {{"model", model_name}, {"lanes", best.lanes}, {"threads", best.threads}});
  remember(remembered, key, best.lanes);
  return best;
}

}  // namespace kolog::speech
