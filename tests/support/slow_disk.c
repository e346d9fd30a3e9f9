/* Makes every read of the files of one folder slow, as on a disk that takes its time.
   Built and loaded by slow_disk.py: LD_PRELOAD, with SLOW_FOLDER in the environment.
   SLOW_MILLISECONDS is what a read takes. While the file SLOW_GATE is there, a read waits.
   SLOW_LOG gets a letter a read: M for one on the thread that the process began with, t for any other. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define FILES 4096
static char ours[FILES];
static int log_fd = -1;
static long milliseconds;
static const char *folder, *gate;

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_read)(int, void *, size_t);
static ssize_t (*real_pread)(int, void *, size_t, off_t);

__attribute__((constructor)) static void begin(void) {
    real_open = dlsym(RTLD_NEXT, "open64");
    real_close = dlsym(RTLD_NEXT, "close");
    real_read = dlsym(RTLD_NEXT, "read");
    real_pread = dlsym(RTLD_NEXT, "pread64");
    folder = getenv("SLOW_FOLDER");
    gate = getenv("SLOW_GATE");
    if (getenv("SLOW_MILLISECONDS")) milliseconds = atol(getenv("SLOW_MILLISECONDS"));
    if (getenv("SLOW_LOG")) log_fd = real_open(getenv("SLOW_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void rest(long for_milliseconds) {
    struct timespec left = {for_milliseconds / 1000, for_milliseconds % 1000 * 1000000};
    while (nanosleep(&left, &left) != 0) {}
}

static void slowly(int fd) {
    if (fd < 0 || fd >= FILES || !ours[fd]) return;
    if (log_fd >= 0 && write(log_fd, syscall(SYS_gettid) == getpid() ? "M" : "t", 1) != 1) abort();
    if (milliseconds) rest(milliseconds);
    while (gate && access(gate, F_OK) == 0) rest(2);
}

int open64(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    int mode = va_arg(more, int);
    va_end(more);
    int fd = real_open(path, flags, mode);
    if (fd >= 0 && fd < FILES) ours[fd] = folder && strncmp(path, folder, strlen(folder)) == 0;
    return fd;
}
int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    int mode = va_arg(more, int);
    va_end(more);
    return open64(path, flags, mode);
}
int close(int fd) {
    if (fd >= 0 && fd < FILES) ours[fd] = 0;
    return real_close(fd);
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
