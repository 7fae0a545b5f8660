// SPDX-License-Identifier: Apache-2.0
// Examines what lies outside: the speech server, Twilio's accounts, its clock, and the address that it calls
// us by.
#include <boost/json.hpp>

#include "app/examination.h"
#include "http/url.h"
#include "recordings/twilio_accounts.h"
#include "store/twilio_account_store.h"
#include "twilio/rest_client.h"

namespace kolog::app {
namespace {

using database::Session;
using std::chrono::seconds;

constexpr std::chrono::milliseconds kPatience{5'000};  // with one answer
constexpr seconds kSkewNoticed{60};
/// Receivers of webhooks refuse what is five minutes off.
constexpr seconds kSkewHarmful{300};

bool has_installation_account(const Settings& settings) {
  return !settings.twilio_account_sid.empty() && !settings.twilio_auth_token.empty();
}

Finding look_at_installation_account(const Settings& settings, bool there_are_others) {
  if (there_are_others) {
    return {Verdict::warning, "twilio_account",
            "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are not both set: only businesses' own accounts are "
            "served"};
  }
  return {Verdict::bad, "twilio_account",
          "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are not both set: webhooks are refused and recordings "
          "cannot be "
          "fetched",
          settings.twilio_account_sid.empty() ? "Both stand in Twilio's console"
                                              : "The token stands in Twilio's console"};
}

Finding look_at_account(twilio::RestClient& twilio, const std::string& account_sid,
                        const std::string& whose) {
  const auto checked = twilio.check_account(account_sid);
  if (checked) return {Verdict::good, "twilio_account", "Twilio takes the credentials of " + whose};
  const bool refused = checked.error().code == ErrorCode::refused;
  const auto* advice =
      refused ? "Compare SID and auth token with Twilio's console: an API key's secret will not do, "
                "and a region has its own token"
              : "Nothing is lost: what could not be asked is asked again";
  return {refused ? Verdict::bad : Verdict::warning, "twilio_account",
          whose + ": " + checked.error().public_message, advice};
}

Finding unreachable(const Settings& settings, const std::string& why) {
  return {Verdict::bad, "public_url", "Twilio cannot call us: " + settings.public_url + " " + why,
          "Is `kolog serve` running? Then look at public_url, the proxy, the certificate and the firewall. A "
          "machine "
          "that cannot reach its own public address by it is told so here too: try from outside"};
}

/// The instance that a /healthz answers for; empty: it is no such answer.
std::string instance_in(const std::string& body) {
  boost::system::error_code error;
  const auto value = boost::json::parse(body, error);
  if (error || !value.is_object()) return {};
  const auto* instance = value.get_object().if_contains("instance");
  return instance != nullptr && instance->is_string() ? std::string(instance->get_string()) : std::string{};
}

}  // namespace

/// Any answer but a refusal of the key says that the server is there: whisper.cpp's has no list of models.
Findings look_at_speech_server(const Patient& patient) {
  const auto& settings = patient.settings;
  if (!uses_speech_engine(settings, "openai")) return {};
  const auto url = http::parse_url(settings.speech_url);
  if (!url) return {};
  const auto server = http::origin_of(*url);
  Findings findings;
  const bool is_near = url->host == "localhost" || url->host == "::1" || url->host.starts_with("127.");
  if (!settings.speech_api_key.empty() && url->scheme == "http" && !is_near) {
    findings.push_back({Verdict::warning, "speech_server",
                        "The key of the speech server, and callers' voices, go to " + server + " unencrypted",
                        "Give it an https address, unless the network between is yours alone"});
  }
  http::ClientRequest request;
  const bool names_version = settings.speech_url.ends_with("/v1");
  request.url = settings.speech_url + (names_version ? "/models" : "/v1/models");
  request.timeout = kPatience;
  if (!settings.speech_api_key.empty())
    request.headers.add("Authorization", "Bearer " + settings.speech_api_key.reveal());
  const auto response = patient.client.send(request);
  if (!response) {
    findings.push_back(
        {Verdict::bad, "speech_server", "The speech server at " + server + " does not answer",
         "Is it running? Then look at KOLOG_SPEECH_URL and the firewall. Calls wait meanwhile, "
         "unless KOLOG_SPEECH_FALLBACK names another engine"});
  } else if (response->status == 401 || response->status == 403) {
    findings.push_back({Verdict::bad, "speech_server", "The speech server at " + server + " refuses the key",
                        "See KOLOG_SPEECH_API_KEY"});
  } else if (response->status >= 500) {
    findings.push_back({Verdict::warning, "speech_server",
                        "The speech server at " + server + " answers " + std::to_string(response->status)});
  } else {
    findings.push_back(
        {Verdict::good, "speech_server",
         "The speech server at " + server + " answers; its model is " + settings.speech_model});
  }
  return findings;
}

Findings look_at_accounts(const Patient& patient) {
  if (patient.database == nullptr) return {};
  const auto& settings = patient.settings;
  const auto accounts =
      patient.database->read([](Session& session) -> Result<std::vector<domain::TwilioAccount>> {
        return store::TwilioAccountStore(session).list();
      });
  if (!accounts) return {bad("twilio_account", accounts.error())};
  // Without the key nothing that is sealed can be opened, which stands above; the installation's own is not
  // sealed.
  const SecretBox no_secrets(SecretBox::Key{});
  recordings::TwilioAccounts directory(
      {settings.twilio_account_sid, settings.twilio_auth_token, settings.twilio_api_url}, *patient.database,
      patient.secrets != nullptr ? *patient.secrets : no_secrets);
  twilio::RestClient twilio(patient.client, directory, patient.clock, {.timeout = kPatience});
  Findings findings;
  if (has_installation_account(settings)) {
    findings.push_back(look_at_account(twilio, settings.twilio_account_sid, "the installation's account"));
  } else {
    findings.push_back(look_at_installation_account(settings, !accounts->empty()));
  }
  for (const auto& account : *accounts) {
    findings.push_back(
        look_at_account(twilio, account.account_sid,
                        "account " + account.account_sid + " of business " + account.business_id));
  }
  return findings;
}

Findings look_at_time(const Patient& patient) {
  if (!has_installation_account(patient.settings)) return {};
  http::ClientRequest request;
  request.url = patient.settings.twilio_api_url + "/2010-04-01.json";
  request.timeout = kPatience;
  const auto response = patient.client.send(request);
  if (!response) return {};  // that Twilio does not answer, its accounts say already
  std::string date(response->headers.get("Date"));
  if (!date.ends_with(" GMT")) return {};
  const auto theirs = parse_rfc2822(date.replace(date.size() - 3, 3, "+0000"));
  if (!theirs) return {};
  const auto skew = std::chrono::abs(std::chrono::duration_cast<seconds>(patient.clock.now() - *theirs));
  if (skew <= kSkewNoticed) return {{Verdict::good, "clock", "The clock agrees with Twilio's"}};
  return {{skew < kSkewHarmful ? Verdict::warning : Verdict::bad, "clock",
           "The clock is " + std::to_string(skew.count()) + " seconds off Twilio's",
           "Let NTP set it (`timedatectl set-ntp true`): receivers refuse webhooks that seem old or early, "
           "and calls "
           "stand at wrong times"}};
}

Findings look_at_public_url(const Patient& patient) {
  const auto& settings = patient.settings;
  Findings findings;
  if (!settings.public_url.starts_with("https://")) {
    findings.push_back({Verdict::warning, "public_url",
                        "public_url is " + settings.public_url +
                            ": Twilio must be able to reach it, and logins are only safe over https"});
  }
  http::ClientRequest request;
  request.url = settings.public_url + "/healthz";
  request.timeout = kPatience;
  const auto response = patient.client.send(request);
  if (!response) {
    findings.push_back(unreachable(settings, "does not answer"));
    return findings;
  }
  if (response->status != 200) {
    findings.push_back(unreachable(settings, "answers " + std::to_string(response->status)));
    return findings;
  }
  const auto instance = instance_in(response->body);
  if (instance.empty()) {
    findings.push_back(unreachable(settings, "is answered by something else than Kolog"));
  } else if (patient.secrets == nullptr) {
    findings.push_back({Verdict::warning, "public_url",
                        settings.public_url +
                            " answers; whether it is this installation cannot be told without the "
                            "key file"});
  } else if (instance != patient.secrets->fingerprint()) {
    findings.push_back(unreachable(settings, "is answered by another installation of Kolog"));
  } else {
    findings.push_back({Verdict::good, "public_url", "This installation answers at " + settings.public_url});
  }
  return findings;
}

}  // namespace kolog::app
