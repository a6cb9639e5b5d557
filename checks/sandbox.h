/* Locking the engine in: it reads hostile mail and hostile DNS answers. */
#ifndef CHECKS_SANDBOX_H
#define CHECKS_SANDBOX_H

/* From here on this process and its children run no other program, open no file for writing, change
 * no file and dump no core. Where the system offers no way, nothing happens. Reading files stays
 * possible: iconv loads its tables late. */
void sandbox_enter(void);

#endif
