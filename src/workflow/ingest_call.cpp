// SPDX-License-Identifier: Apache-2.0
#include "workflow/ingest_call.h"

#include <utility>

#include "base/log.h"
#include "domain/call_facts.h"
#include "store/business_store.h"
#include "store/call_store.h"
#include "store/job_store.h"
#include "twilio/recording_uri.h"
#include "workflow/record_call.h"

namespace kolog::workflow {
namespace {

using database::Session;
using domain::Call;
using store::CallStore;

constexpr std::string_view kTag = "WEBHOOK";

/// Twilio's callback nearly always comes first; the look-up is for when it does not.
constexpr std::chrono::seconds kBackstopDelay{20};

Result<void> check(const CallFacts& facts) {
  if (!domain::is_call_sid(facts.call_sid))
    return failure(ErrorCode::invalid_request, "CallSid is missing or malformed");
  if (!facts.account_sid.empty() && !domain::is_account_sid(facts.account_sid)) {
    return failure(ErrorCode::invalid_request, "AccountSid is malformed");
  }
  return {};
}

domain::CallNews news_of(const CallFacts& facts) {
  domain::CallNews news;
  news.account_sid = facts.account_sid;
  news.parent_call_sid = facts.parent_call_sid;
  news.from_number = facts.from_number;
  news.to_number = facts.to_number;
  news.direction = domain::parse_direction(facts.direction);
  news.status = facts.status;
  if (facts.duration) news.duration = std::chrono::seconds{*facts.duration};
  return news;
}

/// The call's row, made now if this is the first that we hear of it. None: it is nobody's.
std::optional<Call> call_of_facts(Session& session, const Clock& clock, const CallFacts& facts,
                                  const std::optional<domain::PhoneNumber>& number) {
  CallStore calls(session);
  if (auto known = calls.find_any(facts.call_sid)) return known;
  if (!number) return std::nullopt;
  Call call;
  call.call_sid = facts.call_sid;
  call.business_id = number->business_id;
  call.created_at = clock.now();
  calls.insert(call);
  return call;
}

void save_news(Session& session, const Clock& clock, Call& call, const CallFacts& facts) {
  merge(call, news_of(facts), clock.now());
  CallStore calls(session);
  calls.save_facts(call);
  calls.reach(call.call_sid, domain::Stage::ingested, clock.now());
}

}  // namespace

IngestCall::IngestCall(Settings settings, const StageContext& context)
    : settings_(std::move(settings)), context_(context) {}

Result<std::optional<domain::PhoneNumber>> IngestCall::incoming(const CallFacts& facts) {
  using Answer = std::optional<domain::PhoneNumber>;
  if (auto checked = check(facts); !checked) return checked.error();
  return context_.database.transact([&](Session& session) -> Result<Answer> {
    auto number = store::BusinessStore(session).find_number(facts.to_number);
    if (!number) {
      log::warning(kTag, "call to a number that is nobody's",
                   {{"call_sid", facts.call_sid}, {"to", log::masked_number(facts.to_number)}});
      return Answer{};
    }
    auto call = call_of_facts(session, context_.clock, facts, number);
    save_news(session, context_.clock, *call, facts);
    log::info(kTag, "incoming call", {{"call_sid", facts.call_sid}, {"flow", to_string(number->flow)}});
    return number;
  });
}

Result<void> IngestCall::status(const CallFacts& facts) {
  if (auto checked = check(facts); !checked) return checked.error();
  return context_.database.transact([&](Session& session) -> Result<void> {
    CallStore calls(session);
    // A leg that we dialled is part of its parent's call: its numbers and its duration are not the call's.
    if (!facts.parent_call_sid.empty() && !calls.find_any(facts.call_sid)) {
      if (auto parent = calls.find_any(facts.parent_call_sid)) {
        merge_dialled_leg(*parent, facts.status);
        calls.save_facts(*parent);
      }
      return {};
    }
    store::BusinessStore businesses(session);
    auto number = businesses.find_number(facts.to_number);
    if (!number) number = businesses.find_number(facts.from_number);
    auto call = call_of_facts(session, context_.clock, facts, number);
    if (!call) {
      log::warning(kTag, "status of a call that is nobody's", {{"call_sid", facts.call_sid}});
      return {};
    }
    save_news(session, context_.clock, *call, facts);
    if (domain::may_have_recording(facts.status)) {
      store::JobStore(session).enqueue(kFindJob, call->call_sid, context_.clock.now(), kBackstopDelay);
    }
    return {};
  });
}

Result<void> IngestCall::stream_ended(const CallFacts& facts) {
  if (auto checked = check(facts); !checked) return checked.error();
  return context_.database.transact([&](Session& session) -> Result<void> {
    auto call = CallStore(session).find_any(facts.call_sid);
    if (!call) {
      log::warning(kTag, "stream of a call that is nobody's", {{"call_sid", facts.call_sid}});
      return {};
    }
    save_news(session, context_.clock, *call, facts);
    store::JobStore(session).enqueue(kFindJob, call->call_sid, context_.clock.now());
    return {};
  });
}

Result<void> IngestCall::recording(const RecordingFacts& facts) {
  if (!domain::is_call_sid(facts.call_sid))
    return failure(ErrorCode::invalid_request, "CallSid is missing or malformed");
  auto recording = facts.recording;
  recording.call_sid = facts.call_sid;
  if (recording.uri.empty() && domain::is_account_sid(facts.account_sid) &&
      domain::is_recording_sid(recording.recording_sid)) {
    recording.uri = twilio::recording_uri(facts.account_sid, recording.recording_sid);
  }
  const auto uri = twilio::canonical_recording_uri(recording.uri, settings_.twilio_api_url);
  if (!uri) return uri.error();
  recording.uri = *uri;
  recording.recording_sid = twilio::recording_sid_of(*uri);
  bool recorded = false;
  auto committed = context_.database.transact([&](Session& session) -> Result<void> {
    CallStore calls(session);
    if (!calls.find_any(facts.call_sid)) {
      log::warning(kTag, "recording of a call that is nobody's", {{"call_sid", facts.call_sid}});
      return {};
    }
    recorded = record_call(session, context_.clock, recording);
    if (!recorded) {
      // The look-up decides whether another recording of this call is still to come.
      store::JobStore(session).enqueue(kFindJob, facts.call_sid, context_.clock.now());
    }
    if (context_.hook) context_.hook(domain::Stage::recorded, Moment::before_commit);
    return {};
  });
  if (!committed) return committed;
  if (context_.hook) context_.hook(domain::Stage::recorded, Moment::after_commit);
  log::info(kTag, recorded ? "recording" : "no recording",
            {{"call_sid", facts.call_sid},
             {"recording_sid", recording.recording_sid},
             {"status", to_string(recording.status)}});
  return committed;
}

}  // namespace kolog::workflow
