// SPDX-License-Identifier: Apache-2.0
#include "api/twilio_resource.h"

#include <charconv>
#include <functional>
#include <utility>

#include "api/error_response.h"
#include "base/log.h"
#include "http/url.h"
#include "store/business_store.h"
#include "twilio/recording_uri.h"
#include "twilio/request_signature.h"
#include "twilio/twiml.h"

namespace kolog::api {
namespace {

using Answer = RouteTable::Answer;
using Form = http::Parameters;

/// What a webhook says, and whose account's token proved it.
struct Webhook {
  recordings::TwilioAccounts::Owner owner;
  Form form;
};
using WebhookHandler = std::function<Answer(Context&, const Webhook&)>;

constexpr std::size_t kLongestValue = 2048;  // bytes; Twilio's are far shorter

/// What is overlong or no UTF-8 is not Twilio's word for anything: as good as absent.
std::string text_of(const Form& form, std::string_view name) {
  const auto value = http::find(form, name).value_or("");
  if (value.size() > kLongestValue || !http::is_utf8(value)) return {};
  return std::string(value);
}

/// None for what is no number, and for Twilio's -1, which means that it does not know yet.
std::optional<int> count_of(const Form& form, std::string_view name) {
  const auto text = text_of(form, name);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || value < 0)
    return std::nullopt;
  return value;
}

workflow::CallFacts call_facts(const Webhook& webhook) {
  const auto& form = webhook.form;
  workflow::CallFacts facts;
  facts.account_business = webhook.owner.business_id;
  facts.account_sid = webhook.owner.account.account_sid;
  facts.call_sid = text_of(form, "CallSid");
  facts.parent_call_sid = text_of(form, "ParentCallSid");
  facts.from_number = text_of(form, "From");
  facts.to_number = text_of(form, "To");
  facts.direction = text_of(form, "Direction");
  facts.status = text_of(form, "CallStatus");
  facts.duration = count_of(form, "CallDuration");
  return facts;
}

/// The recording's one name; an error if it is elsewhere than at the account's host, or another account's.
/// Empty where the webhook gives no URL.
Result<std::string> recording_uri(const Webhook& webhook) {
  const auto& account = webhook.owner.account;
  const auto url = text_of(webhook.form, "RecordingUrl");
  if (url.empty()) return std::string();
  auto uri = twilio::canonical_recording_uri(url, account.api_url);
  if (uri && twilio::account_of(*uri) != account.account_sid)
    return failure(ErrorCode::forbidden, "The recording is another account's", *uri);
  return uri;
}

Result<workflow::RecordingFacts> recording_facts(const Webhook& webhook) {
  const auto& form = webhook.form;
  auto uri = recording_uri(webhook);
  if (!uri) return uri.error();
  workflow::RecordingFacts facts;
  facts.account_business = webhook.owner.business_id;
  facts.account_sid = webhook.owner.account.account_sid;
  facts.call_sid = text_of(form, "CallSid");
  auto& recording = facts.recording;
  recording.recording_sid = text_of(form, "RecordingSid");
  recording.call_sid = facts.call_sid;
  recording.uri = *std::move(uri);
  recording.status = domain::parse_recording_status(text_of(form, "RecordingStatus"));
  if (const auto duration = count_of(form, "RecordingDuration"))
    recording.duration = std::chrono::seconds{*duration};
  recording.channels = count_of(form, "RecordingChannels").value_or(0);
  recording.source = text_of(form, "RecordingSource");
  if (const auto started = parse_rfc2822(text_of(form, "RecordingStartTime")))
    recording.started_at = *started;
  recording.error_code = count_of(form, "ErrorCode").value_or(0);
  return facts;
}

http::Response twiml_response(std::string twiml) {
  return {
      200, {{"Content-Type", "text/xml; charset=utf-8"}, {"Cache-Control", "no-store"}}, std::move(twiml)};
}

Answer taken(const Result<void>& stored) {
  if (!stored) return stored.error();
  return http::Response{204, {}, std::string{}};
}

/// What is spoken where the number itself names no language: the business's, else the installation's.
Result<domain::Language> usual_language(Context& context, const std::string& business_id) {
  return context.database.read([&](database::Session& session) -> Result<domain::Language> {
    const auto business = store::BusinessStore(session).find(business_id);
    return domain::language_to_speak(business ? business->language : std::nullopt, context.settings.language);
  });
}

Answer incoming_call(Context& context, const Webhook& webhook) {
  const auto facts = call_facts(webhook);
  const auto number = context.ingest.incoming(facts);
  if (!number) return number.error();
  if (!*number) return twiml_response(twilio::unknown_number_twiml());
  twilio::CallFlowTwiml flow;
  flow.number = **number;
  flow.public_url = context.settings.public_url;
  flow.call_sid = facts.call_sid;
  flow.from = facts.from_number;
  const auto language = usual_language(context, flow.number.business_id);
  if (!language) return language.error();
  flow.language = *language;
  return twiml_response(twilio::call_flow_twiml(flow));
}

Answer stream_ended(Context& context, const Webhook& webhook) {
  return taken(context.ingest.stream_ended(call_facts(webhook)));
}

Answer recording_status(Context& context, const Webhook& webhook) {
  const auto facts = recording_facts(webhook);
  if (!facts) return facts.error();
  return taken(context.ingest.recording(*facts));
}

Answer call_status(Context& context, const Webhook& webhook) {
  return taken(context.ingest.status(call_facts(webhook)));
}

Answer voicemail_ended(Context&, const Webhook&) {
  return twiml_response(twilio::hangup_twiml());
}

/// What can succeed later is answered 503, whatever it was: Twilio then tries again, or takes the fallback
/// URL.
Error for_twilio(Error error) {
  if (is_retryable(error.code)) error.code = ErrorCode::unavailable;
  return error;
}

Error refused(std::string detail) {
  return failure(ErrorCode::forbidden, "The request was not signed by Twilio", std::move(detail));
}

/// Reads the account's name out of a query or a form; one that stands there twice is nobody's.
Result<void> read_account_sid(const http::Parameters& parameters, std::string& account_sid) {
  bool found = false;
  for (const auto& [name, value] : parameters) {
    if (name != "AccountSid") continue;
    if (found || (!account_sid.empty() && value != account_sid)) return refused("more than one AccountSid");
    if (!domain::is_account_sid(value)) return refused("malformed AccountSid");
    account_sid = value;
    found = true;
  }
  return {};
}

/// Whose account the request says that it is of: with that account's token alone it can prove it. Nothing
/// else of the request is believed here.
Result<recordings::TwilioAccounts::Owner> claimed_owner(Context& context, const http::Request& request,
                                                        const Form& form) {
  std::string account_sid;
  if (const auto read = read_account_sid(request.query, account_sid); !read) return read.error();
  if (const auto read = read_account_sid(form, account_sid); !read) return read.error();
  auto owner = context.accounts.owner_of(account_sid);
  if (!owner && owner.error().code == ErrorCode::refused)
    return refused("account " + account_sid + " is not known here");
  return owner;
}

Result<Webhook> proved(Context& context, const http::Request& request) {
  auto form = http::parse_parameters(request.body);
  if (!form) return refused("malformed form");
  auto owner = claimed_owner(context, request, *form);
  if (!owner) return owner.error();
  const twilio::RequestValidator validator(context.settings.public_url, {owner->account.auth_token});
  if (const auto valid = validator.check(request); !valid) return valid.error();
  return Webhook{*std::move(owner), *std::move(form)};
}

Answer handle(Context& context, const http::Request& request, const WebhookHandler& handler) {
  const auto webhook = proved(context, request);
  if (!webhook) {
    log::warning("WEBHOOK", "refused",
                 {{"path", request.path},
                  {"address", request.remote_address},
                  {"error", log::describe(webhook.error())}});
    return for_twilio(webhook.error());
  }
  const auto call_sid = text_of(webhook->form, "CallSid");
  if (!domain::is_call_sid(call_sid))
    return failure(ErrorCode::invalid_request, "CallSid is missing or malformed");
  const auto answer = handler(context, *webhook);
  if (!answer) {
    log::warning("WEBHOOK", "not taken",
                 {{"path", request.path}, {"call_sid", call_sid}, {"error", log::describe(answer.error())}});
    return for_twilio(answer.error());
  }
  log::info("WEBHOOK", "taken", {{"path", request.path}, {"call_sid", call_sid}});
  return answer;
}

void add(RouteTable& routes, std::string_view pattern, WebhookHandler handler) {
  routes.add_open("POST", pattern,
                  [handler = std::move(handler)](Context& context, const http::Request& request) {
                    return handle(context, request, handler);
                  });
}

}  // namespace

void add_twilio_routes(RouteTable& routes) {
  add(routes, "/webhook/incoming_call", incoming_call);
  add(routes, "/webhook/stream_ended", stream_ended);
  add(routes, "/webhook/handle_recording", recording_status);
  add(routes, "/webhook/recording_status", recording_status);
  add(routes, "/webhook/call_status", call_status);
  add(routes, "/webhook/voicemail_ended", voicemail_ended);
}

}  // namespace kolog::api
