/* The asker's side of the line. */
#ifndef CHECKS_ASKER_ASKER_SERVE_H
#define CHECKS_ASKER_ASKER_SERVE_H

/* Asks what comes over the descriptor `line` until it ends; never returns sooner. */
void asker_serve(int line, const char *resolv_conf);

#endif
