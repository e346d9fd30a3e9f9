/* Makes every read of the files of one folder slow, as on a disk that takes its time.
   Built and loaded by slow_disk.py: LD_PRELOAD, with SLOW_FOLDER in the environment.
   SLOW_MILLISECONDS is what a read takes. While the file SLOW_GATE is there, a read waits.
   SLOW_LOG gets a letter a read: M for one on the thread that the process began with, t for any other. */
#include "folder_files.h"
#include <sys/syscall.h>
#include <time.h>

static int log_fd = -1;
static long milliseconds;
static const char *gate;

static ssize_t (*real_read)(int, void *, size_t);
static ssize_t (*real_pread)(int, void *, size_t, off_t);

__attribute__((constructor)) static void begin(void) {
    real_read = dlsym(RTLD_NEXT, "read");
    real_pread = dlsym(RTLD_NEXT, "pread64");
    gate = getenv("SLOW_GATE");
    if (getenv("SLOW_MILLISECONDS")) milliseconds = atol(getenv("SLOW_MILLISECONDS"));
    log_fd = follow("SLOW_FOLDER", "SLOW_LOG");
}

static void opened(const char *path, int flags) {}

static void rest(long for_milliseconds) {
    struct timespec left = {for_milliseconds / 1000, for_milliseconds % 1000 * 1000000};
    while (nanosleep(&left, &left) != 0) {}
}

static void slowly(int fd) {
    if (!known(fd)) return;
    if (log_fd >= 0 && write(log_fd, syscall(SYS_gettid) == getpid() ? "M" : "t", 1) != 1) abort();
    if (milliseconds) rest(milliseconds);
    while (gate && access(gate, F_OK) == 0) rest(2);
}

ssize_t read(int fd, void *data, size_t length) {
    slowly(fd);
    return real_read(fd, data, length);
}
ssize_t pread64(int fd, void *data, size_t length, off_t offset) {
    slowly(fd);
    return real_pread(fd, data, length, offset);
}
ssize_t pread(int fd, void *data, size_t length, off_t offset) { return pread64(fd, data, length, offset); }
