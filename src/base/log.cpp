// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/clock.h"

namespace kolog::log {
namespace {

spdlog::logger& logger() {
  static const auto instance = [] {
    auto created =
        std::make_shared<spdlog::logger>("kolog", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    created->set_pattern("%v");
    created->flush_on(spdlog::level::info);
    return created;
  }();
  return *instance;
}

spdlog::level::level_enum library_level(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

std::string_view label(Level level) {
  switch (level) {
    case Level::debug:
      return "DEBUG";
    case Level::info:
      return "INFO";
    case Level::warning:
      return "WARNING";
    case Level::error:
      return "ERROR";
  }
  return "INFO";
}

/// Values from outside must not be able to start a line of their own or to forge a field.
void append_value(std::string& line, std::string_view value) {
  const bool plain = !value.empty() && value.find_first_of(" \"=\\\t\r\n") == value.npos;
  if (plain) {
    for (const char c : value) line += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    return;
  }
  line += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') line += '\\';
    if (c == '\n') {
      line += "\\n";
    } else {
      line += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  line += '"';
}

}  // namespace

bool set_level(std::string_view name) {
  for (const auto level : {Level::debug, Level::info, Level::warning, Level::error}) {
    const auto known = spdlog::level::to_string_view(library_level(level));
    if (name == std::string_view(known.data(), known.size())) {
      logger().set_level(library_level(level));
      return true;
    }
  }
  return false;
}

void write(Level level, std::string_view tag, std::string_view message, std::initializer_list<Field> fields) {
  auto& log = logger();
  if (!log.should_log(library_level(level))) return;
  std::string line = format_rfc3339(SystemClock().now());
  line.append(" ").append(label(level)).append(" [").append(tag).append("] ").append(message);
  for (const auto& field : fields) {
    line.append(" ").append(field.name).append("=");
    append_value(line, field.value);
  }
  log.log(library_level(level), line);
}

std::string describe(const Error& error) {
  std::string text(to_string(error.code));
  text.append(": ").append(error.public_message);
  if (!error.detail.empty()) text.append(" (").append(error.detail).append(")");
  return text;
}

std::string masked_number(std::string_view number) {
  const auto kept = number.size() > 3 ? number.substr(number.size() - 3) : std::string_view{};
  return "***" + std::string(kept);
}

}  // namespace kolog::log
