/* Writes down, in order, what a process does to the files of one folder, so that a power cut can be played afterwards.
   Built and loaded by power_cut.py: LD_PRELOAD, with POWER_FOLDER and POWER_LOG in the environment.
   A record is a line `what path offset length` and, for a write, so many bytes. */
#include "folder_files.h"
#include <pthread.h>
#include <stdio.h>

static int log_fd = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_fsync)(int), (*real_fdatasync)(int), (*real_ftruncate)(int, off_t);
static int (*real_unlink)(const char *), (*real_rename)(const char *, const char *), (*real_link)(const char *, const char *);

__attribute__((constructor)) static void begin(void) {
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_write = dlsym(RTLD_NEXT, "write");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_rename = dlsym(RTLD_NEXT, "rename");
    real_link = dlsym(RTLD_NEXT, "link");
    log_fd = follow("POWER_FOLDER", "POWER_LOG");
}

static void put(const char *data, size_t length) {
    while (length > 0) {
        ssize_t done = real_write(log_fd, data, length);
        if (done <= 0) abort();
        data += done, length -= done;
    }
}

static void record(char what, const char *path, long offset, const void *data, size_t length) {
    char head[4300];
    int size = snprintf(head, sizeof head, "%c\t%s\t%ld\t%zu\n", what, path, offset, length);
    pthread_mutex_lock(&lock);
    put(head, size);
    if (what == 'W') put(data, length);
    pthread_mutex_unlock(&lock);
}

static void opened(const char *path, int flags) {
    if (flags & (O_CREAT | O_TRUNC)) record(flags & O_TRUNC ? 'Z' : 'C', path, 0, NULL, 0);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) {
    if (known(fd)) record('W', known(fd), offset, data, length);
    return real_pwrite(fd, data, length, offset);
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwrite64(fd, data, length, offset); }
ssize_t write(int fd, const void *data, size_t length) {
    if (known(fd)) record('W', known(fd), lseek(fd, 0, SEEK_CUR), data, length);
    return real_write(fd, data, length);
}
int ftruncate64(int fd, off_t length) {
    if (known(fd)) record('T', known(fd), length, NULL, 0);
    return real_ftruncate(fd, length);
}
/* A sync counts from the moment it has returned. */
int fsync(int fd) {
    int done = real_fsync(fd);
    if (done == 0 && known(fd)) record('S', known(fd), 0, NULL, 0);
    return done;
}
int fdatasync(int fd) {
    int done = real_fdatasync(fd);
    if (done == 0 && known(fd)) record('S', known(fd), 0, NULL, 0);
    return done;
}
int unlink(const char *path) {
    if (ours(path)) record('U', path, 0, NULL, 0);
    return real_unlink(path);
}
int rename(const char *old, const char *new) {
    char both[8200];
    snprintf(both, sizeof both, "%s\t%s", old, new);
    if (ours(old)) record('R', both, 0, NULL, 0);
    return real_rename(old, new);
}
int link(const char *old, const char *new) {
    char both[8200];
    snprintf(both, sizeof both, "%s\t%s", old, new);
    if (ours(old)) record('L', both, 0, NULL, 0);
    return real_link(old, new);
}
