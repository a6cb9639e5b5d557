/* The three descriptors that every program counts on, and the end of what is written to them. */
#ifndef TUI_CLI_STANDARD_STREAMS_H
#define TUI_CLI_STANDARD_STREAMS_H

/* Call it first. Where 0, 1 or 2 is closed, no file, pipe or socket opened later takes its place:
 * reading a closed input and writing to a closed output fail as they should, and what is said on a
 * closed stderr goes nowhere. From here on every exit() says on stderr, in one line, when the
 * output could not be written, and then the exit status is EX_IOERR whatever it was to be. */
void standard_streams_guard(void);

#endif
