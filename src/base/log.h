// SPDX-License-Identifier: Apache-2.0
// Structured log lines on standard error: `2026-02-28T09:30:00.125Z INFO [RECORDING_SERVICE] fetched
// call_sid=CA… ms=840`. Never give it audio, transcript text, tokens or a whole phone number. Any thread.
#pragma once

#include <chrono>
#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/error.h"

namespace kolog::log {

enum class Level { debug, info, warning, error };

struct Field {
  Field(std::string_view key, std::string_view text) : name(key), value(text) {}
  Field(std::string_view key, const char* text) : name(key), value(text) {}
  Field(std::string_view key, const std::string& text) : name(key), value(text) {}
  Field(std::string_view key, std::integral auto number) : name(key), value(std::to_string(number)) {}
  Field(std::string_view key, std::chrono::milliseconds time)
      : name(key), value(std::to_string(time.count())) {}

  std::string_view name;
  std::string value;
};

/// `debug`, `info`, `warning` or `error`; false for anything else, and the level stays.
bool set_level(std::string_view name);

void write(Level level, std::string_view tag, std::string_view message,
           std::initializer_list<Field> fields = {});

inline void debug(std::string_view tag, std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::debug, tag, message, fields);
}
inline void info(std::string_view tag, std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::info, tag, message, fields);
}
inline void warning(std::string_view tag, std::string_view message,
                    std::initializer_list<Field> fields = {}) {
  write(Level::warning, tag, message, fields);
}
inline void error(std::string_view tag, std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::error, tag, message, fields);
}

/// An Error as one field: its code, public message and detail.
std::string describe(const Error& error);

/// A phone number with all but its last three digits hidden: `***456`.
std::string masked_number(std::string_view number);

}  // namespace kolog::log
