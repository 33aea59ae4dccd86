/** What an answer says if a bundle is wanted and the server has nothing to make one of. */
export const noBundler = "This request requires a bundler, but one is not initialized for the API server.";
