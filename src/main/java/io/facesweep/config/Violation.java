package io.facesweep.config;

import java.util.List;

/**
 * Settings that are valid one by one and cannot work together.
 *
 * @param key the one to blame
 * @param value what it is, for people
 * @param expected what would be allowed
 * @param involved every key that the rule looked at, the one to blame too
 */
record Violation(Key<?> key, String value, String expected, List<Key<?>> involved) {}
