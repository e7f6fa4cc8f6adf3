package io.facesweep.store;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Tells S3 the media type of what is written, by the end of its name. Hadoop says {@code
 * application/octet-stream} of all that it writes and has no setting for it, so that a browser
 * would save a page in place of showing it. Hadoop makes one of these by {@code
 * fs.s3a.audit.execution.interceptors}.
 */
public final class MediaTypeInterceptor implements ExecutionInterceptor {
  @Override
  public SdkRequest modifyRequest(
      Context.ModifyRequest context, ExecutionAttributes executionAttributes) {
    SdkRequest request = context.request();
    if (request instanceof PutObjectRequest put && !put.key().endsWith("/")) {
      return put.toBuilder().contentType(MediaTypes.of(put.key())).build();
    } else if (request instanceof CreateMultipartUploadRequest upload) {
      return upload.toBuilder().contentType(MediaTypes.of(upload.key())).build();
    }
    return request;
  }
}
