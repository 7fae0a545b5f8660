// SPDX-License-Identifier: Apache-2.0
// A program that reads one open file and writes to its standard output, with limits, without a shell and
// without our environment. One thread at a time; owns the process: going away kills it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <sys/types.h>
#include <vector>

#include "base/file_handle.h"
#include "base/result.h"

namespace kolog::audio {

class HelperProcess {
 public:
  /// The name under which the process finds its file.
  static constexpr const char* kInput = "/proc/self/fd/3";

  struct Settings {
    std::vector<std::string> command;  // the first is looked for on PATH
    std::chrono::seconds time{};       // on the clock as well as on the processor
    std::uint64_t memory = 0;          // bytes of address space
  };

  /// `not_found` if there is no such program.
  static Result<HelperProcess> start(const Settings& settings, int file);

  HelperProcess(HelperProcess&& other) noexcept;
  HelperProcess& operator=(HelperProcess&&) = delete;
  ~HelperProcess();

  /// What the process has written, up to `into.size()` bytes; 0 when it has closed its output.
  /// `payload_too_large` when its time is over.
  Result<std::size_t> read(std::span<std::byte> into);

  /// Waits for the end, once its output is closed; true if it left with status 0.
  bool succeeded();
  /// What it wrote to standard error, the beginning of it.
  const std::string& complaints() const { return complaints_; }

 private:
  HelperProcess() = default;
  void listen();

  pid_t process_ = -1;
  FileHandle output_;
  FileHandle errors_;
  std::string complaints_;
  std::chrono::steady_clock::time_point deadline_;
};

}  // namespace kolog::audio
