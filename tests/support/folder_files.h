/* Which open files of a process are those of one folder, for libraries that come between it and them (LD_PRELOAD). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILES 4096
static char *paths[FILES];
static const char *folder;

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);

static void opened(const char *path, int flags); /* A file of the folder was opened: for the library to say. */

/* The folder is the one that the environment names so; the log's file, or -1. */
static int follow(const char *folder_name, const char *log_name) {
    real_open = dlsym(RTLD_NEXT, "open64");
    real_close = dlsym(RTLD_NEXT, "close");
    folder = getenv(folder_name);
    const char *log = getenv(log_name);
    return log ? real_open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
}

static int ours(const char *path) { return folder && strncmp(path, folder, strlen(folder)) == 0; }

/* The path of an open file of the folder; NULL for any other. */
static const char *known(int fd) { return fd >= 0 && fd < FILES ? paths[fd] : NULL; }

int open64(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    int mode = va_arg(more, int);
    va_end(more);
    int fd = real_open(path, flags, mode);
    if (fd >= 0 && fd < FILES && ours(path)) {
        paths[fd] = strdup(path);
        opened(path, flags);
    }
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
    if (known(fd)) free(paths[fd]), paths[fd] = NULL;
    return real_close(fd);
}
