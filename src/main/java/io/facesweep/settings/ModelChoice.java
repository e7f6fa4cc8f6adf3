package io.facesweep.settings;

import org.jspecify.annotations.Nullable;

/** A choice some of whose constants compute with a model of their own. */
public interface ModelChoice extends Choice {
  /** Returns the role of the model, beside those of every trial; null for none. */
  @Nullable ModelRole model();
}
