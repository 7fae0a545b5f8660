// SPDX-License-Identifier: Apache-2.0
#include "workflow/ingest_call.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "domain/call_facts.h"
#include "store/business_store.h"
#include "store/call_store.h"
#include "store/deletion_store.h"
#include "store/fact_store.h"
#include "store/job_store.h"
#include "twilio/recording_uri.h"
#include "twilio/twiml.h"
#include "workflow/delete_call.h"
#include "workflow/look_up_call.h"
#include "workflow/record_call.h"

namespace kolog::workflow {
namespace {

using database::Session;
using domain::Call;
using store::CallStore;

constexpr std::string_view kTag = "WEBHOOK";

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

/// An account of one business does not speak of another's numbers and calls.
bool may_speak_of(std::string_view account_business, std::string_view business_id) {
  return account_business.empty() || account_business == business_id;
}

/// Ours is the number that was called, or else the one that called.
std::optional<domain::PhoneNumber> number_of(Session& session, const CallFacts& facts) {
  store::BusinessStore businesses(session);
  for (const auto& number : {facts.to_number, facts.from_number}) {
    auto known = businesses.find_number(number);
    if (known && may_speak_of(facts.account_business, known->business_id)) return known;
  }
  return std::nullopt;
}

/// None where nobody here has it, or whoever tells of it has no business with it.
std::optional<Call> known_call(Session& session, std::string_view call_sid,
                               std::string_view account_business) {
  auto call = CallStore(session).find_any(call_sid);
  if (call && !may_speak_of(account_business, call->business_id)) return std::nullopt;
  return call;
}

/// The call's row, made now if this is the first that we hear of it. None: it is nobody's, or was deleted.
std::optional<Call> call_of_facts(Session& session, const Clock& clock, const CallFacts& facts,
                                  const std::optional<domain::PhoneNumber>& number) {
  CallStore calls(session);
  if (calls.find_any(facts.call_sid)) return known_call(session, facts.call_sid, facts.account_business);
  if (!number || store::DeletionStore(session).is_deleted(facts.call_sid)) return std::nullopt;
  Call call;
  call.call_sid = facts.call_sid;
  call.business_id = number->business_id;
  // A call that is found hours later began when it began.
  call.created_at = std::min(facts.started_at.value_or(clock.now()), clock.now());
  calls.insert(call);
  return call;
}

void save_news(Session& session, const Clock& clock, Call& call, const CallFacts& facts) {
  merge(call, news_of(facts), clock.now());
  CallStore calls(session);
  calls.save_facts(call);
  calls.reach(call.call_sid, domain::Stage::ingested, clock.now());
}

void note_fact(Session& session, const Clock& clock, std::string_view call_sid, std::string identity) {
  constexpr std::size_t kLongestIdentity = 200;  // bytes; Twilio's words are far shorter
  store::FactStore(session).note(call_sid, identity.substr(0, kLongestIdentity), clock.now());
}

}  // namespace

IngestCall::IngestCall(Settings settings, const StageContext& context)
    : settings_(std::move(settings)), context_(context) {}

/// What follows from a fact is looked at by the workers as soon as it is committed.
template <class Work>
auto IngestCall::transact(Work work) {
  auto committed = context_.database.transact(work);
  if (committed && context_.wake) context_.wake();
  return committed;
}

Result<std::optional<domain::PhoneNumber>> IngestCall::incoming(const CallFacts& facts) {
  using Answer = std::optional<domain::PhoneNumber>;
  if (auto checked = check(facts); !checked) return checked.error();
  return transact([&](Session& session) -> Result<Answer> {
    auto number = store::BusinessStore(session).find_number(facts.to_number);
    if (number && !may_speak_of(facts.account_business, number->business_id)) number.reset();
    auto call = call_of_facts(session, context_.clock, facts, number);
    if (!number || !call) {
      log::warning(kTag, "call to a number that is nobody's",
                   {{"call_sid", facts.call_sid}, {"to", log::masked_number(facts.to_number)}});
      return Answer{};
    }
    save_news(session, context_.clock, *call, facts);
    note_fact(session, context_.clock, call->call_sid, "incoming");
    if (number->notice) {
      CallStore(session).save_notice(call->call_sid,
                                     {*number->notice, twilio::notice_words(*number), context_.clock.now()});
    }
    store::JobStore(session).enqueue(kLookUpJob, look_up_subject(facts.account_sid, facts.call_sid),
                                     context_.clock.now(), settings_.call_lookup);
    log::info(kTag, "incoming call", {{"call_sid", facts.call_sid}, {"flow", to_string(number->flow)}});
    return number;
  });
}

Result<void> IngestCall::status(const CallFacts& facts) {
  return take_status(facts, "status:");
}

Result<void> IngestCall::looked_up(const CallFacts& facts) {
  return take_status(facts, "looked-up:");
}

Result<void> IngestCall::take_status(const CallFacts& facts, std::string_view identity) {
  if (auto checked = check(facts); !checked) return checked.error();
  return transact([&](Session& session) -> Result<void> {
    CallStore calls(session);
    // A leg that we dialled is part of its parent's call: its numbers and its duration are not the call's.
    if (!facts.parent_call_sid.empty() && !calls.find_any(facts.call_sid)) {
      auto parent = known_call(session, facts.parent_call_sid, facts.account_business);
      if (!parent) return {};
      merge_dialled_leg(*parent, facts.status);
      calls.save_facts(*parent);
      note_fact(session, context_.clock, parent->call_sid, "leg:" + facts.call_sid + ":" + facts.status);
      return {};
    }
    auto call = call_of_facts(session, context_.clock, facts, number_of(session, facts));
    if (!call) {
      log::warning(kTag, "status of a call that is nobody's", {{"call_sid", facts.call_sid}});
      return {};
    }
    save_news(session, context_.clock, *call, facts);
    note_fact(session, context_.clock, call->call_sid, std::string(identity) + facts.status);
    if (domain::may_have_recording(facts.status)) {
      store::JobStore(session).enqueue(kFindJob, call->call_sid, context_.clock.now(),
                                       settings_.recording_lookup_delay);
    } else if (!call->ended_at) {
      store::JobStore(session).enqueue(kLookUpJob, look_up_subject(facts.account_sid, facts.call_sid),
                                       context_.clock.now(), settings_.call_lookup);
    }
    return {};
  });
}

Result<void> IngestCall::stream_ended(const CallFacts& facts) {
  if (auto checked = check(facts); !checked) return checked.error();
  return transact([&](Session& session) -> Result<void> {
    auto call = known_call(session, facts.call_sid, facts.account_business);
    if (!call) {
      log::warning(kTag, "stream of a call that is nobody's", {{"call_sid", facts.call_sid}});
      return {};
    }
    save_news(session, context_.clock, *call, facts);
    note_fact(session, context_.clock, call->call_sid, "stream-ended");
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
  auto committed = transact([&](Session& session) -> Result<void> {
    store::JobStore jobs(session);
    const auto now = context_.clock.now();
    if (!CallStore(session).find_any(facts.call_sid)) {
      if (const auto business = store::DeletionStore(session).business_of_deleted(facts.call_sid)) {
        if (may_speak_of(facts.account_business, *business))
          erase_late_recording(session, context_.clock, facts.call_sid, recording.uri);
        return {};
      }
      // Its first news were lost, or it is a number's that is nobody's: Twilio knows. Nothing is stored of it
      // here.
      log::warning(kTag, "recording of a call that is not known", {{"call_sid", facts.call_sid}});
      jobs.enqueue_again(kLookUpJob, look_up_subject(facts.account_sid, facts.call_sid), now);
      return {};
    }
    if (!known_call(session, facts.call_sid, facts.account_business)) {
      log::warning(kTag, "recording of another business's call", {{"call_sid", facts.call_sid}});
      return {};
    }
    recorded = record_call(session, context_.clock, recording);
    note_fact(session, context_.clock, facts.call_sid,
              "recording:" + recording.recording_sid + ":" + std::string(to_string(recording.status)));
    // The look-up decides whether another recording of this call is still to come.
    if (!recorded) jobs.enqueue_again(kFindJob, facts.call_sid, now);
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
