// SPDX-License-Identifier: Apache-2.0
#include "speech/openai_transcriber.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "audio/decode.h"
#include "audio/encode.h"
#include "base/log.h"
#include "http/multipart.h"
#include "http/retry_after.h"
#include "http/url.h"
#include "speech/openai_answer.h"
#include "speech/phantom_filter.h"
#include "speech/window_key.h"

namespace kolog::speech {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kPath = "/v1/audio/transcriptions";
/// Grows with every change of what is made of an answer, so that no journal brings back what was made before.
constexpr int kJournalVersion = 1;

Error cancelled() {
  return failure(ErrorCode::cancelled, "The transcription was stopped.");
}

std::span<const float> samples_of(const UploadPart& part, const audio::Clip& clip) {
  const auto& [begin, end] = part.samples;
  return std::span(clip.channels[part.channel]).subspan(begin, end - begin);
}

bool overlaps_speech(const domain::Segment& segment, const UploadPart& part, int sample_rate) {
  return std::any_of(part.speech.begin(), part.speech.end(), [&](const Stretch& stretch) {
    return time_of(stretch.begin, sample_rate) <= segment.end &&
           segment.start <= time_of(stretch.end, sample_rate);
  });
}

/// From the part's beginning to the call's.
void place(domain::Segment& segment, const UploadPart& part, int sample_rate) {
  const auto offset = time_of(part.samples.begin, sample_rate);
  segment.channel = static_cast<int>(part.channel);
  segment.start += offset;
  segment.end += offset;
  for (auto& word : segment.words) {
    word.start += offset;
    word.end += offset;
  }
}

WindowText window_text(OpenAiAnswer answer, const UploadPart& part, int sample_rate) {
  WindowText text;
  for (auto& piece : answer.pieces) {
    auto reason = phantom_in({piece.segment.text, piece.no_speech_probability, piece.mean_log_probability});
    place(piece.segment, part, sample_rate);
    if (!reason && !overlaps_speech(piece.segment, part, sample_rate)) {
      reason = domain::DropReason::outside_speech;
    }
    if (reason) {
      text.dropped.push_back({std::move(piece.segment), *reason});
    } else {
      text.segments.push_back(std::move(piece.segment));
    }
  }
  return text;
}

bool says_no_to_verbose_json(const http::ClientResponse& response) {
  if (response.status != 400 && response.status != 422) return false;
  return response.body.find("response_format") != std::string::npos ||
         response.body.find("verbose_json") != std::string::npos;
}

std::string endpoint_of(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  if (url.ends_with("/v1")) url.resize(url.size() - 3);
  return url + std::string(kPath);
}

template <class Item>
void append(std::vector<Item>& all, std::vector<Item>&& more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

milliseconds start_of(const domain::Segment& segment) {
  return segment.start;
}
milliseconds start_of(const domain::DroppedSegment& dropped) {
  return dropped.segment.start;
}

template <class Item>
void sort_by_start(std::vector<Item>& items) {
  std::stable_sort(items.begin(), items.end(),
                   [](const Item& a, const Item& b) { return start_of(a) < start_of(b); });
}

}  // namespace

/// What language the parts are in, each with the weight of its length.
class OpenAiTranscriber::Votes {
 public:
  void add(domain::Language language, std::size_t samples) {
    (language == domain::Language::hebrew ? hebrew_ : english_) += samples;
  }
  std::optional<domain::Language> winner() const {
    if (hebrew_ + english_ == 0) return std::nullopt;
    return hebrew_ >= english_ ? domain::Language::hebrew : domain::Language::english;
  }

 private:
  std::size_t hebrew_ = 0;
  std::size_t english_ = 0;
};

OpenAiTranscriber::OpenAiTranscriber(Settings settings, std::unique_ptr<http::Client> client,
                                     std::unique_ptr<const VoiceActivity> voice_activity)
    : settings_(std::move(settings)), client_(std::move(client)), voice_activity_(std::move(voice_activity)) {
  settings_.url = endpoint_of(std::move(settings_.url));
}

Result<domain::Transcript> OpenAiTranscriber::transcribe(const TranscriptionRequest& request) {
  const auto started = std::chrono::steady_clock::now();
  const auto& clip = request.clip;
  domain::Transcript transcript;
  transcript.duration = clip.duration();
  const auto parts = plan_uploads(clip, *voice_activity_, settings_.maximum_upload_bytes);
  std::size_t all = 0;
  for (const auto& part : parts) all += part.samples.end - part.samples.begin;
  std::size_t done = 0;
  Votes votes;
  for (const auto& part : parts) {
    if (request.stop.stop_requested()) return cancelled();
    auto text = text_of(part, request, votes);
    if (!text) return text.error();
    append(transcript.segments, std::move(text->segments));
    append(transcript.dropped, std::move(text->dropped));
    done += part.samples.end - part.samples.begin;
    if (request.on_progress) request.on_progress(static_cast<double>(done) / static_cast<double>(all));
  }
  if (parts.empty() && request.on_progress) request.on_progress(1.0);
  transcript.language = request.language ? request.language : votes.winner();
  // Both voices are on each of two identical channels: nobody in particular is heard there.
  const bool one_for_both = audio::channels_are_identical(clip);
  const auto name_speaker = [&](domain::Segment& segment) {
    const auto channel = static_cast<std::size_t>(segment.channel);
    if (!one_for_both && channel < request.speakers.size()) segment.speaker = request.speakers[channel];
  };
  for (auto& segment : transcript.segments) name_speaker(segment);
  for (auto& dropped : transcript.dropped) name_speaker(dropped.segment);
  sort_by_start(transcript.segments);
  sort_by_start(transcript.dropped);
  log::info("OFFLINE_STT", "transcribed by the speech server",
            {{"ms", std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started)},
             {"audio_ms", transcript.duration},
             {"model", settings_.model},
             {"language", transcript.language ? domain::to_string(*transcript.language) : "none"},
             {"uploads", parts.size()},
             {"segments", transcript.segments.size()},
             {"dropped", transcript.dropped.size()}});
  return transcript;
}

Result<WindowText> OpenAiTranscriber::text_of(const UploadPart& part, const TranscriptionRequest& request,
                                              Votes& votes) {
  const auto key = request.journal != nullptr ? journal_key(part, request) : std::string{};
  if (request.journal != nullptr) {
    if (auto kept = request.journal->find(key)) {
      std::string letters;
      for (const auto& segment : kept->segments) letters += segment.text;
      const auto language = language_of_letters(letters);
      if (language) votes.add(*language, part.samples.end - part.samples.begin);
      return std::move(*kept);
    }
  }
  auto text = fresh_text_of(part, request, votes);
  if (text && request.journal != nullptr) request.journal->save(key, *text);
  return text;
}

Result<WindowText> OpenAiTranscriber::fresh_text_of(const UploadPart& part,
                                                    const TranscriptionRequest& request, Votes& votes) {
  const auto response = upload(part, request);
  if (!response) return response.error();
  const auto rate = request.clip.sample_rate;
  const auto length = part.samples.end - part.samples.begin;
  auto answer = parse_openai_answer(response->body, time_of(length, rate));
  if (!answer) {
    auto error = answer.error();
    error.detail = described(error.detail);
    return error;
  }
  const auto heard = answer->language;
  auto text = window_text(std::move(*answer), part, rate);
  std::string letters;
  for (const auto& segment : text.segments) letters += segment.text;
  const auto language = heard ? heard : language_of_letters(letters);
  if (language && !letters.empty()) votes.add(*language, length);
  return text;
}

Result<http::ClientResponse> OpenAiTranscriber::upload(const UploadPart& part,
                                                       const TranscriptionRequest& request) {
  const auto samples =
      audio::resample(samples_of(part, request.clip), request.clip.sample_rate, audio::kSpeechRate);
  if (!samples) return samples.error();
  const auto audio = audio::encode_smallest(*samples, audio::kSpeechRate);
  if (!audio) return audio.error();
  for (;;) {
    const bool was_plain = plain_json_;
    auto response =
        client_->send(request_for(part, request, audio->bytes, audio->content_type, audio->extension));
    if (!response) {
      const auto& error = response.error();
      if (error.code == ErrorCode::cancelled) return cancelled();
      if (error.code != ErrorCode::unavailable) return error;
      return failure(ErrorCode::unavailable, "The speech server does not answer.", described(error.detail));
    }
    if (response->status / 100 == 2) return response;
    if (was_plain || !says_no_to_verbose_json(*response)) return error_of(*response);
    plain_json_ = true;
    log::warning("OFFLINE_STT",
                 "the speech server gives no times: each part that was sent becomes one segment",
                 {{"model", settings_.model}});
  }
}

http::ClientRequest OpenAiTranscriber::request_for(const UploadPart& part,
                                                   const TranscriptionRequest& request,
                                                   const std::string& audio, std::string_view audio_type,
                                                   std::string_view extension) const {
  http::MultipartForm form;
  form.add_field("model", settings_.model);
  if (request.language) form.add_field("language", domain::to_string(*request.language));
  form.add_field("temperature", "0");
  if (plain_json_) {
    form.add_field("response_format", "json");
  } else {
    form.add_field("response_format", "verbose_json");
    form.add_field("timestamp_granularities[]", "word");
    form.add_field("timestamp_granularities[]", "segment");
  }
  form.add_file("file", fmt::format("channel-{}{}", part.channel, extension), audio_type, audio);
  http::ClientRequest upload;
  upload.method = "POST";
  upload.url = settings_.url;
  upload.headers.add("Content-Type", form.content_type());
  if (!settings_.api_key.empty()) upload.headers.add("Authorization", "Bearer " + settings_.api_key.reveal());
  upload.body = form.take_body();
  upload.connect_timeout = settings_.connect_timeout;
  upload.timeout = settings_.timeout;
  upload.maximum_body = settings_.maximum_answer_bytes;
  upload.stop = request.stop;
  return upload;
}

std::string OpenAiTranscriber::journal_key(const UploadPart& part,
                                           const TranscriptionRequest& request) const {
  const auto circumstances =
      fmt::format("openai/{}/{}/{}/{}/{}/{}/{}", kJournalVersion, settings_.url, settings_.model,
                  part.channel, part.samples.begin, request.clip.sample_rate,
                  request.language ? domain::to_string(*request.language) : "auto");
  return window_key(circumstances, samples_of(part, request.clip));
}

Error OpenAiTranscriber::error_of(const http::ClientResponse& response) const {
  const auto status = response.status;
  auto detail = described(fmt::format("status {} {}", status, openai_error_message(response.body)));
  if (status == 401 || status == 403) {
    return failure(ErrorCode::refused, "The speech server refuses the key: see KOLOG_SPEECH_API_KEY.",
                   std::move(detail));
  }
  if (status == 404) {
    return failure(ErrorCode::refused,
                   "The speech server has no /v1/audio/transcriptions or no such model: see KOLOG_SPEECH_URL "
                   "and KOLOG_SPEECH_MODEL.",
                   std::move(detail));
  }
  if (status == 413) {
    return failure(ErrorCode::payload_too_large,
                   "The speech server takes smaller parts only: see KOLOG_SPEECH_MAXIMUM_UPLOAD_BYTES.",
                   std::move(detail));
  }
  if (status == 429) {
    return {ErrorCode::rate_limited, "The speech server asks for fewer requests.", std::move(detail),
            http::retry_after(response.headers)};
  }
  if (status >= 500 || status == 408) {
    return {ErrorCode::unavailable, "The speech server does not answer as it should.", std::move(detail),
            http::retry_after(response.headers)};
  }
  // Not followed, so nobody else has seen the key and the audio.
  if (status / 100 == 3) {
    return failure(ErrorCode::refused, "The speech server sends us elsewhere: see KOLOG_SPEECH_URL.",
                   std::move(detail));
  }
  return failure(ErrorCode::refused, "The speech server refuses the recording.", std::move(detail));
}

/// With the server's address, and without the key, should a server repeat it.
std::string OpenAiTranscriber::described(std::string what) const {
  const auto& key = settings_.api_key.reveal();
  for (auto at = what.find(key); !key.empty() && at != what.npos; at = what.find(key))
    what.replace(at, key.size(), "***");
  const auto url = http::parse_url(settings_.url);
  const auto origin = url ? http::origin_of(*url) : std::string{};
  return what.find(origin) == what.npos ? origin + ": " + what : what;
}

}  // namespace kolog::speech
