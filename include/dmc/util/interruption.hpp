#pragma once

#include <string>

namespace dmc {

/// A file that must not outlive an interrupted program: while this object lives, the signals that
/// clean_up_when_interrupted() watches remove the file before the program ends.
class UnfinishedFile {
 public:
  explicit UnfinishedFile(const std::string& path);
  ~UnfinishedFile();
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;

 private:
  char* path_;  // shared with the signal handler, which may take it over
};

/// Makes every signal that asks a program to end (SIGINT, SIGTERM, SIGHUP, SIGXCPU, …) remove every
/// UnfinishedFile before it ends the program as it otherwise would. Those that say that output is
/// not taken (SIGPIPE, SIGXFSZ) are ignored: writing then fails, which is told as any such error
/// is. For programs to call once; the library never installs a handler by itself. Signals that are
/// ignored (nohup) stay so.
void clean_up_when_interrupted();

}  // namespace dmc
