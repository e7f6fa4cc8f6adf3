package io.facesweep.settings;

import java.util.List;
import java.util.Optional;

/** All combinations, the first axis varying slowest. */
final class FullDesign implements DesignRule {
  @Override
  public Optional<String> refusal(List<DesignAxis> axes) {
    return Optional.empty();
  }

  @Override
  public long size(List<DesignAxis> axes) {
    long product = 1;
    for (DesignAxis axis : axes) {
      if (product > Long.MAX_VALUE / axis.levels().size()) {
        return Long.MAX_VALUE;
      }
      product *= axis.levels().size();
    }
    return product;
  }

  @Override
  public int[] row(List<DesignAxis> axes, long index) {
    int[] row = new int[axes.size()];
    long left = index;
    for (int i = row.length - 1; i >= 0; i--) {
      int levels = axes.get(i).levels().size();
      row[i] = (int) (left % levels);
      left /= levels;
    }
    return row;
  }

  @Override
  public List<String> answers(List<DesignAxis> axes) {
    return List.of(
        axes.size() > 1
            ? "each level against the baseline, over all levels of the other factors, and how any"
                + " two factors change each other"
            : "each level against the baseline");
  }

  @Override
  public boolean hasInteractions() {
    return true;
  }
}
