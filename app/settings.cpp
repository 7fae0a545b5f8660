// SPDX-License-Identifier: Apache-2.0
#include "app/settings.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <sstream>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "base/log.h"
#include "domain/call.h"
#include "http/url.h"
#include "insight/local_time.h"

extern char** environ;

namespace kolog::app {
namespace {

using std::chrono::milliseconds;

/// One setting: its key in the file, its name in the environment, and how its text becomes a value. The
/// setter returns what is wrong with the text, or nothing.
struct Setting {
  std::string key;
  std::string environment;
  std::function<std::string(const std::string&)> set;
};

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

template <class Number>
std::string read_number(const std::string& text, Number least, Number& value) {
  Number read{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), read);
  if (error != std::errc{} || end != text.data() + text.size() || read < least) {
    return "must be a whole number of at least " + std::to_string(least);
  }
  value = read;
  return {};
}

/// Seconds, with decimals where they make sense.
template <class Duration>
std::string read_seconds(const std::string& text, Duration& value) {
  char* end = nullptr;
  const double seconds = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0' || !(seconds > 0) || seconds > 1e9)
    return "must be a number of seconds above 0";
  value = std::chrono::duration_cast<Duration>(milliseconds{std::llround(seconds * 1000)});
  return {};
}

std::string read_days(const std::string& text, std::chrono::days& value) {
  long days = 0;
  auto wrong = read_number(text, 1L, days);
  // A century: more than that counted in milliseconds would run over one day.
  if (wrong.empty() && days > 36'500) wrong = "must be at most 36500";
  if (wrong.empty()) value = std::chrono::days{days};
  return wrong;
}

std::string read_one_of(const std::string& text, std::initializer_list<std::string_view> allowed,
                        std::string& value) {
  if (std::find(allowed.begin(), allowed.end(), text) == allowed.end()) {
    std::string choices;
    for (const auto choice : allowed) choices.append(choices.empty() ? "" : ", ").append(choice);
    return "must be one of " + choices;
  }
  value = text;
  return {};
}

std::string read_url(const std::string& text, std::initializer_list<std::string_view> schemes,
                     std::string& value) {
  const bool known =
      std::any_of(schemes.begin(), schemes.end(), [&](auto scheme) { return text.starts_with(scheme); });
  if (!known) {
    std::string choices;
    for (const auto scheme : schemes) choices.append(choices.empty() ? "" : " or ").append(scheme);
    return "must begin with " + choices;
  }
  value = text;
  while (value.ends_with('/') && !value.ends_with("//")) value.pop_back();
  return {};
}

/// A whole address of a server that is asked with a key: http or https, without a name and password in it.
std::string read_server_url(const std::string& text, std::string& value) {
  value = text;  // also a wrong one, so that it does not count as missing
  auto wrong = read_url(text, {"https://", "http://"}, value);
  if (wrong.empty() && !http::parse_url(value))
    wrong = "must be a URL with a host and without user name and password";
  return wrong;
}

/// Half a minute of speech, the longest stretch without a pause, uncompressed.
constexpr std::uint64_t kSmallestUpload = 1'000'000;
/// Below these no form comes back whole, and no call is recognised.
constexpr int kFewestOutputTokens = 200;
constexpr std::size_t kShortestTranscript = 1'000;
constexpr std::uint64_t kSmallestAnswer = 10'000;

std::vector<Setting> settings_of(Settings& s) {
  std::vector<Setting> all;
  const auto add = [&](std::string key, std::function<std::string(const std::string&)> set) {
    auto environment = (key.starts_with("twilio_account") || key.starts_with("twilio_auth"))
                           ? upper(key)
                           : "KOLOG_" + upper(key);
    all.push_back({std::move(key), std::move(environment), std::move(set)});
  };
  const auto text = [&](std::string key, std::string& value) {
    add(std::move(key), [&value](const std::string& t) { return value = t, std::string{}; });
  };
  const auto seconds = [&](std::string key, auto& value) {
    add(std::move(key), [&value](const std::string& t) { return read_seconds(t, value); });
  };
  const auto up_to = [&](std::string key, int least, int most, int& value) {
    add(std::move(key), [least, most, &value](const std::string& t) {
      auto wrong = read_number(t, least, value);
      if (wrong.empty() && value > most) wrong = "must be at most " + std::to_string(most);
      return wrong;
    });
  };
  const auto number = [&](std::string key, auto least, auto& value) {
    add(std::move(key), [&value, least](const std::string& t) {
      return read_number(t, static_cast<std::remove_reference_t<decltype(value)>>(least), value);
    });
  };
  const auto days = [&](std::string key, std::chrono::days& value) {
    add(std::move(key), [&value](const std::string& t) { return read_days(t, value); });
  };
  add("data_dir",
      [&](const std::string& t) { return s.data_dir = t, t.empty() ? "must not be empty" : std::string{}; });
  text("listen", s.listen);
  add("public_url", [&](const std::string& t) { return read_url(t, {"https://", "http://"}, s.public_url); });
  add("database_url", [&](const std::string& t) { return read_url(t, {"sqlite:"}, s.database_url); });
  add("storage_url", [&](const std::string& t) { return read_url(t, {"file:"}, s.storage_url); });
  text("model", s.model);
  add("language", [&](const std::string& t) {
    s.language = domain::parse_language(t);
    return s.language || t == "auto" ? std::string{} : "must be one of he, en, auto";
  });
  add("speech_engine", [&](const std::string& t) {
    return read_one_of(t, {"whisper", "openai"}, s.speech_engine);
  });
  add("speech_url", [&](const std::string& t) { return read_server_url(t, s.speech_url); });
  add("speech_api_key", [&](const std::string& t) { return s.speech_api_key = Secret(t), std::string{}; });
  add("speech_model", [&](const std::string& t) {
    return s.speech_model = t, t.empty() ? "must not be empty" : std::string{};
  });
  add("speech_fallback", [&](const std::string& t) {
    return read_one_of(t, {"none", "whisper", "openai"}, s.speech_fallback);
  });
  add("insight_engine", [&](const std::string& t) {
    return read_one_of(t, {"lexicon", "llm"}, s.insight_engine);
  });
  add("llm_url", [&](const std::string& t) { return read_server_url(t, s.llm_url); });
  add("llm_api_key", [&](const std::string& t) { return s.llm_api_key = Secret(t), std::string{}; });
  text("llm_model", s.llm_model);
  add("time_zone", [&](const std::string& t) {
    s.time_zone = t;
    return insight::local_time(Timestamp{}, t) ? std::string{}
                                               : "must be a name such as Asia/Jerusalem or Europe/London";
  });
  days("retention_days", s.retention);
  number("workers", 1, s.workers);
  number("speech_threads", 0, s.speech_threads);
  up_to("speech_beam_size", 1, 8, s.speech_beam_size);  // whisper.cpp's WHISPER_MAX_DECODERS
  up_to("speech_language_percent", 50, 100, s.speech_language_percent);
  add("log_level", [&](const std::string& t) {
    return read_one_of(t, {"debug", "info", "warning", "error"}, s.log_level);
  });
  add("allow_private_webhooks", [&](const std::string& t) {
    std::string choice;
    auto wrong = read_one_of(t, {"true", "false"}, choice);
    if (wrong.empty()) s.allow_private_webhooks = choice == "true";
    return wrong;
  });
  add("secret_key_file", [&](const std::string& t) { return s.secret_key_file = t, std::string{}; });
  add("twilio_account_sid", [&](const std::string& t) {
    s.twilio_account_sid = t;
    return t.empty() || domain::is_account_sid(t) ? std::string{} : "must be AC and 32 hexadecimal digits";
  });
  add("twilio_auth_token",
      [&](const std::string& t) { return s.twilio_auth_token = Secret(t), std::string{}; });
  add("twilio_api_url", [&](const std::string& t) {
    return read_url(t, {"https://", "http://"}, s.twilio_api_url);
  });
  seconds("job_lease", s.job_lease);
  number("job_attempts", 1, s.job_attempts);
  seconds("retry_base", s.retry_base);
  seconds("retry_limit", s.retry_limit);
  seconds("recording_lookup", s.recording_lookup);
  number("recording_maximum_bytes", 1, s.recording_maximum_bytes);
  number("request_maximum_bytes", 1024, s.request_maximum_bytes);
  seconds("session_lifetime", s.session_lifetime);
  seconds("twilio_timeout", s.twilio_timeout);
  number("twilio_breaker_failures", 1, s.twilio_breaker.failures);
  seconds("twilio_breaker_pause", s.twilio_breaker.pause);
  seconds("twilio_breaker_longest", s.twilio_breaker.longest);
  seconds("recording_lookup_delay", s.recording_lookup_delay);
  seconds("call_lookup", s.call_lookup);
  seconds("account_review", s.account_review);
  seconds("retention_sweep", s.retention_sweep);
  number("disk_low_bytes", 0, s.disk_low_bytes);
  seconds("speech_timeout", s.speech_timeout);
  seconds("speech_connect_timeout", s.speech_connect_timeout);
  number("speech_maximum_upload_bytes", kSmallestUpload, s.speech_maximum_upload_bytes);
  seconds("llm_timeout", s.llm_timeout);
  seconds("llm_connect_timeout", s.llm_connect_timeout);
  number("llm_maximum_output_tokens", kFewestOutputTokens, s.llm_maximum_output_tokens);
  number("llm_maximum_transcript_characters", kShortestTranscript, s.llm_maximum_transcript_characters);
  number("llm_maximum_answer_bytes", kSmallestAnswer, s.llm_maximum_answer_bytes);
  number("llm_daily_tokens", 1, s.llm_daily_tokens);
  up_to("llm_requests", 1, 64, s.llm_requests);
  number("llm_breaker_failures", 1, s.llm_breaker.failures);
  seconds("llm_breaker_pause", s.llm_breaker.pause);
  seconds("llm_breaker_longest", s.llm_breaker.longest);
  seconds("webhook_timeout", s.webhook_timeout);
  seconds("webhook_secret_overlap", s.webhook_secret_overlap);
  number("webhook_endpoints_per_business", 1, s.webhook_endpoints_per_business);
  number("webhook_log_body_bytes", 0, s.webhook_log_body_bytes);
  days("webhook_log_days", s.webhook_log_days);
  number("understanding_services", 1, s.understanding.services);
  number("understanding_keywords", 1, s.understanding.keywords);
  number("understanding_examples", 1, s.understanding.examples);
  number("understanding_fields", 1, s.understanding.fields);
  number("understanding_choices", 1, s.understanding.choices);
  number("understanding_rules", 1, s.understanding.rules);
  number("understanding_conditions", 1, s.understanding.conditions);
  number("understanding_phrases", 1, s.understanding.phrases);
  number("understanding_phrase_length", 1, s.understanding.phrase_length);
  number("corrections_per_export", 1, s.corrections_per_export);
  return all;
}

/// Read elsewhere, by the commands that they are for.
constexpr std::string_view kOtherVariables[] = {"KOLOG_PASSWORD", "KOLOG_TWILIO_TOKEN", "KOLOG_MODELS_URL",
                                                "KOLOG_CRASH_AT"};

std::string text_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  std::ostringstream out;
  if (const auto* whole = node.as_integer()) {
    out << whole->get();
  } else if (const auto* real = node.as_floating_point()) {
    out << real->get();
  } else if (const auto* truth = node.as_boolean()) {
    out << (truth->get() ? "true" : "false");
  }
  return out.str();
}

void read_file(const std::filesystem::path& file, const std::vector<Setting>& settings,
               std::vector<std::string>& mistakes) {
  toml::table table;
  try {
    table = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    std::ostringstream where;
    where << file.string() << ":" << error.source().begin.line << ": " << error.description();
    mistakes.push_back(where.str());
    return;
  }
  for (const auto& [name, node] : table) {
    const std::string key(name.str());
    const auto known =
        std::find_if(settings.begin(), settings.end(), [&](const auto& s) { return s.key == key; });
    if (known == settings.end()) {
      mistakes.push_back(file.string() + ": unknown setting " + key);
    } else if (node.is_table() || node.is_array()) {
      mistakes.push_back(file.string() + ": " + key + " must be a single value");
    } else if (const auto wrong = known->set(text_of(node)); !wrong.empty()) {
      mistakes.push_back(file.string() + ": " + key + " " + wrong);
    }
  }
}

void read_environment(const std::vector<Setting>& settings, std::vector<std::string>& mistakes) {
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view line = *entry;
    const auto equals = line.find('=');
    if (equals == line.npos) continue;
    const auto name = line.substr(0, equals);
    const auto known =
        std::find_if(settings.begin(), settings.end(), [&](const auto& s) { return s.environment == name; });
    if (known != settings.end()) {
      const auto wrong = known->set(std::string(line.substr(equals + 1)));
      if (!wrong.empty()) mistakes.push_back(std::string(name) + " " + wrong);
    } else if (name.starts_with("KOLOG_") && std::find(std::begin(kOtherVariables), std::end(kOtherVariables),
                                                       name) == std::end(kOtherVariables)) {
      mistakes.push_back("unknown setting " + std::string(name) + " in the environment");
    }
  }
}

}  // namespace

bool uses_speech_engine(const Settings& settings, std::string_view engine) {
  return settings.speech_engine == engine || settings.speech_fallback == engine;
}

std::vector<std::string> speech_mistakes(const Settings& settings) {
  if (!uses_speech_engine(settings, "openai") || !settings.speech_url.empty()) return {};
  return {"the speech engine openai needs a server: set speech_url (KOLOG_SPEECH_URL)"};
}

std::vector<std::string> insight_mistakes(const Settings& settings) {
  std::vector<std::string> mistakes;
  if (settings.insight_engine != "llm") return mistakes;
  if (settings.llm_url.empty())
    mistakes.emplace_back("the insight engine llm needs a server: set llm_url (KOLOG_LLM_URL)");
  if (settings.llm_model.empty())
    mistakes.emplace_back("the insight engine llm needs a model: set llm_model (KOLOG_LLM_MODEL)");
  return mistakes;
}

Result<Settings> load_settings(const std::filesystem::path& file) {
  Settings settings;
  const auto all = settings_of(settings);
  std::vector<std::string> mistakes;
  const std::filesystem::path usual = "kolog.toml";
  std::error_code ignored;
  if (!file.empty()) {
    read_file(file, all, mistakes);
  } else if (std::filesystem::exists(usual, ignored)) {
    read_file(usual, all, mistakes);
  }
  read_environment(all, mistakes);
  for (const auto& lacking : {speech_mistakes(settings), insight_mistakes(settings)}) {
    mistakes.insert(mistakes.end(), lacking.begin(), lacking.end());
  }
  if (!mistakes.empty()) {
    std::string text = "The settings are wrong:";
    for (const auto& mistake : mistakes) text += "\n  " + mistake;
    return failure(ErrorCode::invalid_request, text);
  }
  if (settings.public_url.empty()) settings.public_url = "http://" + settings.listen;
  if (settings.database_url.empty())
    settings.database_url = "sqlite:" + (settings.data_dir / "kolog.db").string();
  if (settings.storage_url.empty())
    settings.storage_url = "file:" + (settings.data_dir / "recordings").string();
  if (settings.secret_key_file.empty()) settings.secret_key_file = settings.data_dir / "secret.key";
  log::set_level(settings.log_level);
  return settings;
}

}  // namespace kolog::app
