// SPDX-License-Identifier: Apache-2.0
// The parts of a call's way, each beside what it is to be held against, in the same run: the library
// underneath without us around it, or a limit.
#include <array>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <openssl/hmac.h>
#include <sndfile.h>

#include "audio/decode.h"
#include "database/query.h"
#include "insight/lexicon_extractor.h"
#include "insight/taxonomy.h"
#include "store/job_store.h"
#include "support/temporary_folder.h"
#include "support/test_database.h"
#include "twilio/request_signature.h"

namespace kolog {
namespace {

const std::string kCall = KOLOG_SOURCE_DIR "/tests/data/calls/call-he-1.flac";

void ExtractFromCall(benchmark::State& state) {
  const auto transcript = domain::parse_plain_text(
      "נציג: שלום, מוקד השירות, במה אפשר לעזור?\nלקוח: שלום, אני צריך מדביר בקריית גת.\nנציג: מה השם שלך?\n"
      "לקוח: קוראים לי רונית.\nנציג: אז מדביר בקריית גת, נכון?\nלקוח: כן, בדיוק. ביום שלישי בשעה שתיים.\n"
      "נציג: הביקור עולה 300 שקלים. טכנאי יגיע אליך ביום שלישי.\nלקוח: תודה רבה, להתראות.");
  insight::LexiconExtractor extractor;
  for (auto _ : state) benchmark::DoNotOptimize(extractor.extract({transcript, insight::default_settings()}));
  state.SetLabel("limit: 5 ms a call");
}
BENCHMARK(ExtractFromCall)->Unit(benchmark::kMicrosecond);

void DecodeRecording(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(audio::decode(kCall));
  state.SetLabel("40 s of two channels");
}
BENCHMARK(DecodeRecording)->Unit(benchmark::kMillisecond);

void DecodeRecordingByLibraryAlone(benchmark::State& state) {
  for (auto _ : state) {
    SF_INFO info{};
    auto* file = sf_open(kCall.c_str(), SFM_READ, &info);
    std::vector<float> samples(static_cast<std::size_t>(info.frames * info.channels));
    benchmark::DoNotOptimize(sf_readf_float(file, samples.data(), info.frames));
    sf_close(file);
  }
  state.SetLabel("peer: libsndfile");
}
BENCHMARK(DecodeRecordingByLibraryAlone)->Unit(benchmark::kMillisecond);

/// Five minutes as Twilio has them: the sample call over and over.
std::string five_minutes(int format) {
  auto clip = audio::decode(kCall).value();
  const auto frames = static_cast<std::size_t>(clip.sample_rate) * 300;
  std::vector<float> samples;
  for (std::size_t i = 0; i < frames; ++i) {
    for (const auto& channel : clip.channels) samples.push_back(channel[i % channel.size()]);
  }
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "call";
  SF_INFO info{};
  info.format = format;
  info.samplerate = clip.sample_rate;
  info.channels = static_cast<int>(clip.channels.size());
  auto* file = sf_open(path.c_str(), SFM_WRITE, &info);
  sf_writef_float(file, samples.data(), static_cast<sf_count_t>(frames));
  sf_close(file);
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void DecodeForSpeech(benchmark::State& state, int format) {
  const auto bytes = five_minutes(format);
  for (auto _ : state) {
    benchmark::DoNotOptimize(audio::decode_at(std::as_bytes(std::span(bytes)), audio::kSpeechRate));
  }
  state.SetLabel("5 min of two channels to 16 kHz");
}
BENCHMARK_CAPTURE(DecodeForSpeech, mulaw_wav, SF_FORMAT_WAV | SF_FORMAT_ULAW)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(DecodeForSpeech, mp3, SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III)
    ->Unit(benchmark::kMillisecond);

const http::Parameters kForm = {{"CallSid", testing::call_sid(1)}, {"AccountSid", testing::kAccount},
                                {"From", "+972541234567"},         {"To", testing::kNumber},
                                {"CallStatus", "ringing"},         {"Direction", "inbound"},
                                {"ApiVersion", "2010-04-01"},      {"CallerName", "name"}};

void SignWebhook(benchmark::State& state) {
  const Secret token("0123456789abcdef0123456789abcdef");
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        twilio::request_signature(token, "https://calls.example.com/webhook/incoming_call", kForm));
  }
}
BENCHMARK(SignWebhook)->Unit(benchmark::kMicrosecond);

void SignWebhookByLibraryAlone(benchmark::State& state) {
  std::string text = "https://calls.example.com/webhook/incoming_call";
  for (const auto& [name, value] : kForm) text.append(name).append(value);
  const std::string token = "0123456789abcdef0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(HMAC(EVP_sha1(), token.data(), static_cast<int>(token.size()),
                                  reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                  digest.data(), &size));
  }
  state.SetLabel("peer: OpenSSL's HMAC over the same bytes");
}
BENCHMARK(SignWebhookByLibraryAlone)->Unit(benchmark::kMicrosecond);

void EnqueueClaimAndCompleteJob(benchmark::State& state) {
  testing::TestDatabase database;
  const testing::FakeClock clock;
  const std::vector<std::string> kinds = {"fetch"};
  int number = 0;
  for (auto _ : state) {
    const auto subject = std::to_string(number++);
    database.in(
        [&](database::Session& session) { store::JobStore(session).enqueue("fetch", subject, clock.now()); });
    database.in([&](database::Session& session) {
      return store::JobStore(session)
          .claim(kinds, 1, "worker", clock.now(), clock.now() + std::chrono::seconds{10})
          .size();
    });
    database.in([&](database::Session& session) {
      return store::JobStore(session).complete("fetch:" + subject, "worker");
    });
  }
  state.SetLabel("three commits");
}
BENCHMARK(EnqueueClaimAndCompleteJob)->Unit(benchmark::kMillisecond);

void CommitThreeRows(benchmark::State& state) {
  testing::TestDatabase database;
  database.in([](database::Session& session) {
    session.sql << "CREATE TABLE peer (id INTEGER PRIMARY KEY, text TEXT)";
  });
  for (auto _ : state) {
    for (int i = 0; i < 3; ++i) {
      database.in(
          [](database::Session& session) { session.sql << "INSERT INTO peer (text) VALUES ('row')"; });
    }
  }
  state.SetLabel("peer: three commits of a row each");
}
BENCHMARK(CommitThreeRows)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace kolog
