#!/bin/sh
# Every Chinese text uses the terms of chinese_terms.tsv and the signs of Chinese.
exec python3 tests/house/chinese.py
