package io.facesweep.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which prompts of a sweep a trial's own has to be told from. */
public final class RivalPrompts {
  private static final int MAX_RIVALS = 9;

  private RivalPrompts() {}

  /** Up to nine that follow it in the sweep's list, going around. */
  public static List<String> of(List<String> prompts, String own) {
    List<String> others = new ArrayList<>(prompts);
    Collections.rotate(others, -Math.max(0, prompts.indexOf(own)));
    others.removeIf(own::equals);
    return List.copyOf(others.subList(0, Math.min(MAX_RIVALS, others.size())));
  }
}
