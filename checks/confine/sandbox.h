/* Locking the engine in: it reads hostile mail and hostile DNS answers. */
#ifndef CHECKS_CONFINE_SANDBOX_H
#define CHECKS_CONFINE_SANDBOX_H

/* Whether this is built with AddressSanitizer: gcc says so by a macro, clang by a feature. Its leak
 * checker wants ptrace and /proc, and it reserves terabytes of addresses, so nothing is locked in.
 */
#if defined __has_feature
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#elif defined __SANITIZE_ADDRESS__
#define UNDER_ASAN 1
#endif
#ifndef UNDER_ASAN
#define UNDER_ASAN 0
#endif

/* From here on this process and its children run no other program, open no file for writing, change
 * no file, take no connections and dump no core (seccomp); and they read files only below the
 * system's folders of libraries, shared data and settings, where iconv, libpsl and the resolver's
 * settings are, and below the folder of the file `resolv_conf` (Landlock; NULL: /etc/resolv.conf,
 * where a link leads). So nobody's mail or keys can be read, whatever a message does to the reader.
 * Where the system offers one of the two ways or none, that one is left out. */
void sandbox_enter(const char *resolv_conf);

#endif
