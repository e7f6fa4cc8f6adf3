package io.facesweep.settings;

import java.util.List;
import java.util.Optional;

/** A design as a function of the axes; {@link Design} says what each function gives. */
interface DesignRule {
  Optional<String> refusal(List<DesignAxis> axes);

  long size(List<DesignAxis> axes);

  int[] row(List<DesignAxis> axes, long index);

  List<String> answers(List<DesignAxis> axes);

  boolean hasInteractions();
}
