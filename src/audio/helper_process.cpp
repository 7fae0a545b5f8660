// SPDX-License-Identifier: Apache-2.0
#include "audio/helper_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace kolog::audio {
namespace {

constexpr std::size_t kMostComplaints = 4096;  // bytes
constexpr rlim_t kMostOpenFiles = 64;
/// Above the descriptors that the process gets, so that none of them is overwritten before it is copied.
constexpr int kLowestDescriptor = 10;

Error cannot_start(int reason) {
  return failure(ErrorCode::internal, "The decoder cannot be started.", std::strerror(reason));
}

struct Pipe {
  FileHandle reading;
  FileHandle writing;
};

FileHandle moved_up(int descriptor) {
  return FileHandle(::fcntl(descriptor, F_DUPFD_CLOEXEC, kLowestDescriptor));
}

Result<Pipe> open_pipe() {
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) return cannot_start(errno);
  Pipe pipe{FileHandle(ends[0]), {}};
  const FileHandle writing(ends[1]);
  pipe.writing = moved_up(writing.descriptor());
  if (!pipe.writing) return cannot_start(errno);
  return pipe;
}

/// What the new process does before it becomes the program: system calls only, since other threads of ours
/// may have held any lock when it was split off.
class Beginning {
 public:
  Beginning(const HelperProcess::Settings& settings, int output, int errors, int input)
      : command_(settings.command),
        descriptors_{::open("/dev/null", O_RDONLY | O_CLOEXEC), output, errors, input} {
    const auto seconds = static_cast<rlim_t>(std::max<std::int64_t>(settings.time.count(), 1));
    limits_ = {{{RLIMIT_CPU, seconds},
                {RLIMIT_AS, settings.memory},
                {RLIMIT_NOFILE, kMostOpenFiles},
                {RLIMIT_FSIZE, 0},
                {RLIMIT_CORE, 0}}};
    for (auto& argument : command_) arguments_.push_back(argument.data());
    arguments_.push_back(nullptr);
  }
  ~Beginning() { ::close(descriptors_[0]); }
  Beginning(const Beginning&) = delete;
  Beginning& operator=(const Beginning&) = delete;

  /// Comes back only when it fails, with errno set.
  void run() {
    for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (int i = 0; i < static_cast<int>(descriptors_.size()); ++i) {
      if (::dup2(descriptors_[static_cast<std::size_t>(i)], i) < 0) return;
    }
    for (const auto& [what, value] : limits_) {
      const rlimit both{value, value};
      if (::setrlimit(what, &both) != 0) return;
    }
    ::execvpe(arguments_[0], arguments_.data(), environment_);
  }

 private:
  struct ResourceLimit {
    __rlimit_resource what;
    rlim_t value;
  };

  std::vector<std::string> command_;
  std::vector<char*> arguments_;
  std::string locale_ = "LC_ALL=C.UTF-8";
  char* environment_[2] = {locale_.data(), nullptr};
  std::array<int, 4> descriptors_;
  std::array<ResourceLimit, 5> limits_{};
};

/// 0, or the errno of what kept the program from starting.
Result<int> launch(Beginning& beginning, pid_t& process) {
  auto report = open_pipe();
  if (!report) return report.error();
  process = ::fork();
  if (process < 0) return errno;
  if (process == 0) {
    beginning.run();
    const int reason = errno;
    [[maybe_unused]] const auto written = ::write(report->writing.descriptor(), &reason, sizeof(reason));
    ::_exit(127);
  }
  report->writing = FileHandle();
  int reason = 0;
  ssize_t count = -1;
  do {
    count = ::read(report->reading.descriptor(), &reason, sizeof(reason));
  } while (count < 0 && errno == EINTR);
  return count == static_cast<ssize_t>(sizeof(reason)) ? reason : 0;
}

}  // namespace

HelperProcess::HelperProcess(HelperProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      output_(std::move(other.output_)),
      errors_(std::move(other.errors_)),
      complaints_(std::move(other.complaints_)),
      deadline_(other.deadline_) {}

HelperProcess::~HelperProcess() {
  if (process_ < 0) return;
  ::kill(process_, SIGKILL);
  while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Result<HelperProcess> HelperProcess::start(const Settings& settings, int file) {
  auto output = open_pipe();
  if (!output) return output.error();
  auto errors = open_pipe();
  if (!errors) return errors.error();
  const auto input = moved_up(file);
  if (!input) return cannot_start(errno);
  HelperProcess started;
  Beginning beginning(settings, output->writing.descriptor(), errors->writing.descriptor(),
                      input.descriptor());
  const auto reason = launch(beginning, started.process_);
  if (!reason) return reason.error();
  if (*reason == ENOENT) {
    return failure(ErrorCode::not_found, "There is no program " + settings.command.front() + ".");
  }
  if (*reason != 0) return cannot_start(*reason);
  started.output_ = std::move(output->reading);
  started.errors_ = std::move(errors->reading);
  ::fcntl(started.errors_.descriptor(), F_SETFL, O_NONBLOCK);
  started.deadline_ = std::chrono::steady_clock::now() + settings.time;
  return started;
}

Result<std::size_t> HelperProcess::read(std::span<std::byte> into) {
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      return failure(ErrorCode::payload_too_large, "The recording takes too long to decode.");
    }
    std::array<pollfd, 2> waiting = {pollfd{output_.descriptor(), POLLIN, 0},
                                     pollfd{errors_.descriptor(), POLLIN, 0}};
    const auto most = std::min<std::int64_t>(left.count(), 60'000);
    if (::poll(waiting.data(), waiting.size(), static_cast<int>(most)) < 0 && errno != EINTR) {
      return failure(ErrorCode::internal, "The decoder cannot be read.", std::strerror(errno));
    }
    if (waiting[1].revents != 0) listen();
    if (waiting[0].revents == 0) continue;
    const auto count = ::read(output_.descriptor(), into.data(), into.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR)
      return failure(ErrorCode::internal, "The decoder cannot be read.", std::strerror(errno));
  }
}

void HelperProcess::listen() {
  std::array<char, 1024> piece{};
  const auto count = ::read(errors_.descriptor(), piece.data(), piece.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) {
    errors_ = FileHandle();
    return;
  }
  const auto room = kMostComplaints - std::min(kMostComplaints, complaints_.size());
  complaints_.append(piece.data(), std::min(static_cast<std::size_t>(count), room));
}

bool HelperProcess::succeeded() {
  if (process_ < 0) return false;
  int status = -1;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  for (auto before = complaints_.size(); errors_; before = complaints_.size()) {
    listen();
    if (complaints_.size() == before) break;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace kolog::audio
