// SPDX-License-Identifier: Apache-2.0
// Structured log lines on standard error: `2026-02-28T09:30:00.125Z INFO [RECORDING_SERVICE] fetched call_sid=CA… ms=840`.
// Never give it audio, transcript text, tokens or a whole phone number. Any thread.
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
  Field(std::string_view name, std::string_view value) : name(name), value(value) {}
  Field(std::string_view name, const char* value) : name(name), value(value) {}
  Field(std::string_view name, const std::string& value) : name(name), value(value) {}
  Field(std::string_view name, std::integral auto value) : name(name), value(std::to_string(value)) {}
  Field(std::string_view name, std::chrono::milliseconds value) : name(name), value(std::to_string(value.count())) {}

  std::string_view name;
  std::string value;
};

/// `debug`, `info`, `warning` or `error`; false for anything else, and the level stays.
bool set_level(std::string_view name);

void write(Level level, std::string_view tag, std::string_view message, std::initializer_list<Field> fields = {});

inline void debug(std::string_view tag, std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::debug, tag, message, fields);
}
inline void info(std::string_view tag, std::string_view message, std::initializer_list<Field> fields = {}) {
  write(Level::info, tag, message, fields);
}
inline void warning(std::string_view tag, std::string_view message, std::initializer_list<Field> fields = {}) {
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
