// SPDX-License-Identifier: Apache-2.0
#include "app/terminal_prompt.h"

#include <cstdlib>
#include <iostream>
#include <termios.h>
#include <unistd.h>

namespace kolog::app {
namespace {

/// Turns the terminal's echo off while it lives.
class SilentTerminal {
 public:
  SilentTerminal() {
    if (::tcgetattr(STDIN_FILENO, &former_) != 0) return;
    auto silent = former_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  ~SilentTerminal() {
    if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &former_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

 private:
  termios former_{};
  bool changed_ = false;
};

std::string ask(std::string_view question) {
  std::cerr << question << ": " << std::flush;
  std::string line;
  std::getline(std::cin, line);
  std::cerr << "\n";
  return line;
}

}  // namespace

Result<std::string> ask_secret(const SecretQuestion& secret) {
  if (const char* given = std::getenv(secret.variable)) return std::string(given);
  if (::isatty(STDIN_FILENO) != 1) {
    return failure(ErrorCode::invalid_request,
                   std::string("Give the secret in the environment, as ") + secret.variable);
  }
  const SilentTerminal silent;
  auto answer = ask(secret.question);
  if (secret.typed == Typed::twice && ask("Once more") != answer)
    return failure(ErrorCode::invalid_request, "The two differ");
  return answer;
}

}  // namespace kolog::app
