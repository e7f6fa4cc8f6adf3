package io.facesweep.render;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the host found of views of heads that stay as they are, up to so many bytes; of more views
 * the first are kept. For one renderer, and for one thread.
 */
public final class ViewCache {
  private record Key(int head, Camera camera) {}

  private final Map<Key, HostViews.View> kept = new HashMap<>();
  private final long maxBytes;
  private @Nullable HostViews like;
  private long bytes;

  /**
   * @param maxBytes that it may keep; 0 for nothing
   */
  public ViewCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Returns views, those that are kept as they were.
   *
   * @param heads of each view
   * @param cameras of each view
   * @param find finds the views at some places
   */
  HostViews views(List<Integer> heads, List<Camera> cameras, Function<int[], HostViews> find) {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < cameras.size(); i++) {
      keys.add(new Key(heads.get(i), cameras.get(i)));
    }
    int[] missing =
        IntStream.range(0, keys.size()).filter(i -> !kept.containsKey(keys.get(i))).toArray();
    if (missing.length == keys.size()) {
      HostViews found = find.apply(missing);
      for (int i = 0; i < missing.length; i++) {
        keep(keys.get(i), found.view(i));
      }
      like = found.with(List.of());
      return found;
    }
    HostViews.View[] views = new HostViews.View[keys.size()];
    for (int i = 0; i < views.length; i++) {
      views[i] = kept.get(keys.get(i));
    }
    if (missing.length > 0) {
      HostViews found = find.apply(missing);
      for (int i = 0; i < missing.length; i++) {
        views[missing[i]] = found.view(i);
        keep(keys.get(missing[i]), found.view(i));
      }
    }
    return Objects.requireNonNull(like, "some views were found before").with(List.of(views));
  }

  private void keep(Key key, HostViews.View view) {
    if (bytes + view.bytes() <= maxBytes && kept.putIfAbsent(key, view) == null) {
      bytes += view.bytes();
    }
  }
}
