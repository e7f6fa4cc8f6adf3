package io.facesweep.synthesis;

import io.facesweep.render.Camera;
import io.facesweep.settings.TrialSettings;
import io.facesweep.settings.ViewSettings;

/** The camera by which a trial's result is looked at and measured. */
public final class ReferenceCamera {
  private ReferenceCamera() {}

  /** Before the face, at the trial's distance without an offset, with its field of view. */
  public static Camera of(TrialSettings settings) {
    ViewSettings views = settings.views();
    return new Camera(0, 0, views.distance(), views.fov(), Camera.Point.ORIGIN);
  }
}
