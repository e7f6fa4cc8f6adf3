/**
 * The demo checkpoint: people, captions and pictures drawn by code, the nets trained on them, and
 * what judges them.
 */
@NullMarked
package io.facesweep.train.demo;

import org.jspecify.annotations.NullMarked;
