// `synscope drive`: the real window, driven by JSON lines. Input goes through the same queue as a
// person's mouse and keyboard. Time on the screen moves only by `frames` (1/60 s each) and `wait`
// (real time), so that the same requests always show the same pictures. While a request is answered
// frames are made but not painted: the window shows the newest one when no request is waiting.
#include <chrono>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <queue>
#include <thread>

#include "app/command_line/drive_requests.hpp"
#include "app/command_line/window_program.hpp"

namespace app::command_line {
namespace {

constexpr std::chrono::milliseconds between_requests{50};

// Lines of standard input, read by a thread of its own so that the window stays alive.
class Lines {
 public:
  explicit Lines(platform::Window& window) : window_(window), reader_([this] { read(); }) {}
  // At the end of input the thread has ended; after `quit` it may still sit in a read.
  ~Lines() { reader_.detach(); }

  std::optional<std::string> next() {
    const std::lock_guard lock(shared_->mutex);
    if (shared_->lines.empty()) return std::nullopt;
    std::string line = std::move(shared_->lines.front());
    shared_->lines.pop();
    return line;
  }
  // Is there a line, or does one come soon?
  bool come_within(std::chrono::milliseconds time) {
    std::unique_lock lock(shared_->mutex);
    const auto any = [this] { return !shared_->lines.empty() || shared_->ended; };
    return shared_->came.wait_for(lock, time, any);
  }
  bool ended() {
    const std::lock_guard lock(shared_->mutex);
    return shared_->ended && shared_->lines.empty();
  }

 private:
  struct Shared {
    std::mutex mutex;
    std::condition_variable came;
    std::queue<std::string> lines;
    bool ended = false;
  };

  void read() {
    const std::shared_ptr<Shared> shared = shared_;
    std::string line;
    while (std::getline(std::cin, line)) {
      {
        const std::lock_guard lock(shared->mutex);
        shared->lines.push(line);
      }
      shared->came.notify_one();
      window_.wake();
    }
    {
      const std::lock_guard lock(shared->mutex);
      shared->ended = true;
    }
    shared->came.notify_one();
    window_.wake();
  }

  platform::Window& window_;
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
  std::thread reader_;
};

}  // namespace

int drive_window(const WindowArguments& arguments) {
  auto opened = WindowProgram::open(arguments);
  if (!opened) {
    std::cerr << "synscope: " << opened.error().where << ": " << opened.error().what << "\n";
    return 1;
  }
  WindowProgram& program = **opened;
  program.settle();
  Lines lines(program.window());
  while (!program.window().close_asked() && !lines.ended()) {
    const auto line = lines.next();
    if (!line) {
      // Who asks quickly is answered quickly: nobody looks between two such requests.
      if (lines.come_within(between_requests)) continue;
      program.wait();
      if (!lines.come_within({})) program.frame({});
      continue;
    }
    if (line->find_first_not_of(" \t\r") == std::string::npos) continue;
    program.set_watched(false);
    const DriveReply reply = answer(program, *line);
    program.set_watched(true);
    std::cout << reply.text << std::endl;
    if (reply.quit) break;
  }
  program.leave();
  return 0;
}

}  // namespace app::command_line
