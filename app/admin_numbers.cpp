// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>

#include "app/admin.h"
#include "base/clock.h"
#include "base/ids.h"
#include "domain/call.h"
#include "http/url.h"
#include "store/business_store.h"

namespace kolog::app {
namespace {

namespace json = boost::json;
using database::Session;
using domain::CallFlow;
using domain::PhoneNumber;

constexpr std::size_t kLongestSpokenText = 500;  // bytes
constexpr std::size_t kLongestUrl = 2048;        // bytes

/// An option's text, and whether it was given at all.
struct Field {
  std::string text;
  const CLI::Option* option = nullptr;

  bool given() const { return option->count() > 0; }
};

/// What a number does with a call, as options of the command line.
struct NumberOptions {
  std::string number;
  Field flow;
  Field forward_to;
  Field stream_url;
  Field notice;
  Field notice_text;
  Field greeting;
  Field language;

  std::array<const Field*, 7> fields() const {
    return {&flow, &forward_to, &stream_url, &notice, &notice_text, &greeting, &language};
  }
};

/// What Twilio can be given to say: no control characters, which XML has no way to write.
Result<void> check_spoken(const Field& field) {
  const auto& text = field.text;
  const auto fault = [&](std::string_view what) {
    return wrong_usage(field.option->get_name() + " must " + std::string(what));
  };
  if (text.size() > kLongestSpokenText) return fault("have at most 500 bytes");
  if (!http::is_utf8(text)) return fault("be UTF-8");
  const bool control = std::any_of(text.begin(), text.end(), [](char character) {
    return static_cast<unsigned char>(character) < 0x20 || character == '\x7f';
  });
  // C1 controls, U+FFFE and U+FFFF are more than one byte each.
  bool unwritable = false;
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const auto two = std::string_view(text).substr(at, 2);
    const auto three = std::string_view(text).substr(at, 3);
    unwritable |= (two[0] == '\xc2' && static_cast<unsigned char>(two[1]) < 0xa0) ||
                  three == "\xef\xbf\xbe" || three == "\xef\xbf\xbf";
  }
  if (control || unwritable) return fault("be one line without control characters");
  if (!text.empty() && text.find_first_not_of(' ') == text.npos) return fault("say something");
  return {};
}

Result<std::optional<domain::Language>> language_of(const Field& field) {
  if (field.text.empty() || field.text == "none") return std::optional<domain::Language>();
  const auto language = domain::parse_language(field.text);
  if (!language) return wrong_usage(field.option->get_name() + " must be he, en or none");
  return language;
}

Result<void> apply_destinations(const NumberOptions& options, PhoneNumber& number) {
  if (options.forward_to.given()) {
    number.forward_to = options.forward_to.text;
    if (!number.forward_to.empty() && !domain::is_phone_number(number.forward_to))
      return wrong_usage("--forward-to must be in E.164, such as +97231234567");
  }
  if (options.stream_url.given()) {
    number.stream_url = options.stream_url.text;
    if (!number.stream_url.empty() && !number.stream_url.starts_with("wss://"))
      return wrong_usage("--stream-url must begin with wss://");
    if (number.stream_url.size() > kLongestUrl || !http::is_utf8(number.stream_url))
      return wrong_usage("--stream-url must be UTF-8 of at most 2048 bytes");
  }
  if (options.flow.given()) {
    const auto flow = domain::parse_call_flow(options.flow.text);
    if (!flow) return wrong_usage("--flow must be forward, voicemail or stream");
    number.flow = *flow;
  }
  if (number.flow == CallFlow::forward && number.forward_to.empty())
    return wrong_usage("--flow forward needs --forward-to");
  if (number.flow == CallFlow::stream && number.stream_url.empty())
    return wrong_usage("--flow stream needs --stream-url");
  return {};
}

Result<void> apply_words(const NumberOptions& options, PhoneNumber& number) {
  if (options.notice.given()) {
    const auto notice = language_of(options.notice);
    if (!notice) return notice.error();
    number.notice = *notice;
  }
  if (options.language.given()) {
    const auto language = spoken_language_of(options.language.text);
    if (!language) return language.error();
    number.language = *language;
  }
  if (options.notice_text.given()) {
    if (const auto checked = check_spoken(options.notice_text); !checked) return checked.error();
    number.notice_words = options.notice_text.text;
    if (!number.notice_words.empty() && !number.notice)
      return wrong_usage("--notice-text needs --notice, which says in which language it is");
  }
  if (options.greeting.given()) {
    if (const auto checked = check_spoken(options.greeting); !checked) return checked.error();
    number.greeting = options.greeting.text;
  }
  return {};
}

/// What is given of the options, over what the number does already.
Result<PhoneNumber> changed(PhoneNumber number, const NumberOptions& options) {
  if (const auto applied = apply_destinations(options, number); !applied) return applied.error();
  if (const auto applied = apply_words(options, number); !applied) return applied.error();
  return number;
}

Result<PhoneNumber> new_number(const NumberOptions& options) {
  PhoneNumber number;
  number.number = options.number;
  if (!domain::is_phone_number(number.number))
    return wrong_usage("--phone must be in E.164, such as +97231234567");
  if (!options.forward_to.text.empty()) {
    number.flow = CallFlow::forward;
  } else if (!options.stream_url.text.empty()) {
    number.flow = CallFlow::stream;
  }
  return changed(std::move(number), options);
}

json::object number_json(const PhoneNumber& number) {
  return {{"number", number.number},
          {"business_id", number.business_id},
          {"flow", to_string(number.flow)},
          {"forward_to", number.forward_to},
          {"stream_url", number.stream_url},
          {"notice", code_of(number.notice)},
          {"notice_text", number.notice_words},
          {"greeting", number.greeting},
          {"language", code_of(number.language)}};
}

Result<void> insert_number(Session& session, const PhoneNumber& number) {
  if (store::BusinessStore(session).insert_number(number)) return {};
  return failure(ErrorCode::conflict, "The number " + number.number + " belongs to a business already");
}

Error unknown_number(const std::string& number) {
  return failure(ErrorCode::not_found, "There is no number " + number);
}

Result<json::value> create_business(Session& session, const std::string& name, const NumberOptions& options) {
  auto number = new_number(options);
  if (!number) return number.error();
  if (const auto named = check_name(name); !named) return named.error();
  number->business_id = new_id("biz_");
  // The business's, so that its next numbers have it as well.
  const auto language = std::exchange(number->language, std::nullopt);
  store::BusinessStore(session).insert({number->business_id, name, SystemClock().now(), language});
  if (const auto added = insert_number(session, *number); !added) return added.error();
  return json::object{{"id", number->business_id}};
}

Result<json::value> add_number(Session& session, const std::string& business_id,
                               const NumberOptions& options) {
  auto number = new_number(options);
  if (!number) return number.error();
  if (const auto known = require_business(session, business_id); !known) return known.error();
  number->business_id = business_id;
  if (const auto added = insert_number(session, *number); !added) return added.error();
  return json::object{{"number", number->number}, {"business_id", business_id}};
}

Result<json::value> set_number(Session& session, const NumberOptions& options) {
  const auto fields = options.fields();
  if (std::none_of(fields.begin(), fields.end(), [](const Field* field) { return field->given(); }))
    return wrong_usage("Say what is to change: --flow, --greeting, --notice, …");
  store::BusinessStore businesses(session);
  const auto known = businesses.find_number(options.number);
  if (!known) return unknown_number(options.number);
  const auto number = changed(*known, options);
  if (!number) return number.error();
  businesses.update_number(*number);
  return number_json(*number);
}

Result<json::value> remove_number(Session& session, const std::string& number) {
  if (!store::BusinessStore(session).remove_number(number)) return unknown_number(number);
  return json::object{{"number", number}};
}

Result<json::value> list_numbers(Session& session, const Settings&) {
  return listed(store::BusinessStore(session).list_numbers(), number_json);
}

void add_number_options(CLI::App& command, NumberOptions& options) {
  const auto add = [&](const std::string& name, Field& field, const std::string& description) {
    field.option = command.add_option(name, field.text, description);
  };
  command.add_option("--phone", options.number, "The number that is called, in E.164: +97231234567")
      ->required();
  add("--flow", options.flow, "forward, voicemail or stream (of a new number: by what else is given)");
  add("--forward-to", options.forward_to, "Where calls are put through to, in E.164");
  add("--stream-url", options.stream_url, "The voice agent that takes the call: wss://…");
  add("--notice", options.notice,
      "The language in which callers hear that they are recorded: he, en or none");
  add("--notice-text", options.notice_text, "What they hear of it, instead of the usual sentence");
  add("--greeting", options.greeting,
      "What callers hear first of all; of a voicemail, instead of the usual invitation");
}

void add_language_option(CLI::App& command, Field& field, const std::string& description) {
  field.option = command.add_option("--language", field.text, description);
}

constexpr auto kNumbersLanguage =
    "The language spoken on this number: he, en, auto (told from the speech) or none (the business's)";
void define_create_business(CLI::App& admin, Invocation& invocation) {
  struct Options {
    std::string name;
    NumberOptions number;
  };
  const auto options = std::make_shared<Options>();
  auto* command = admin.add_subcommand("create-business", "Make a business with its first telephone number");
  command->add_option("--name", options->name, "The business's name")->required();
  add_number_options(*command, options->number);
  add_language_option(*command, options->number.language, kBusinesssLanguage);
  command->callback([options, &invocation] {
    run_admin(invocation, [&](Session& session, const Settings&) {
      return create_business(session, options->name, options->number);
    });
  });
}

void define_add_number(CLI::App& admin, Invocation& invocation) {
  struct Options {
    std::string business_id;
    NumberOptions number;
  };
  const auto options = std::make_shared<Options>();
  auto* command = admin.add_subcommand("add-number", "Give a business one more telephone number");
  command->add_option("--business", options->business_id, "The business's id")->required();
  add_number_options(*command, options->number);
  add_language_option(*command, options->number.language, kNumbersLanguage);
  command->callback([options, &invocation] {
    run_admin(invocation, [&](Session& session, const Settings&) {
      return add_number(session, options->business_id, options->number);
    });
  });
}

void define_set_number(CLI::App& admin, Invocation& invocation) {
  const auto options = std::make_shared<NumberOptions>();
  auto* command = admin.add_subcommand(
      "set-number", "Change what a number does, from the next call on; what is not given stays");
  add_number_options(*command, *options);
  add_language_option(*command, options->language, kNumbersLanguage);
  command->callback([options, &invocation] {
    run_admin(invocation, [&](Session& session, const Settings&) { return set_number(session, *options); });
  });
}

void define_remove_number(CLI::App& admin, Invocation& invocation) {
  const auto number = std::make_shared<std::string>();
  auto* command =
      admin.add_subcommand("remove-number", "Take a number away from its business; its calls stay");
  command->add_option("--phone", *number, "The number, in E.164")->required();
  command->callback([number, &invocation] {
    run_admin(invocation, [&](Session& session, const Settings&) { return remove_number(session, *number); });
  });
}

}  // namespace

void add_number_commands(CLI::App& admin, Invocation& invocation) {
  define_create_business(admin, invocation);
  define_add_number(admin, invocation);
  define_set_number(admin, invocation);
  define_remove_number(admin, invocation);
  admin.add_subcommand("list-numbers", "All telephone numbers and what they do")->callback([&] {
    run_admin(invocation, list_numbers);
  });
}

}  // namespace kolog::app
