/**
 * What the form and the page know of each other. Nothing runs here, and nothing loads it.
 *
 * The page's part. `onCall` places a call, or what another path of the API is for.
 * @typedef {object} Page
 * @property {(request: import("../base/api.js").CallRequest, path?: string) => void} onCall
 * @property {() => void} onCancel
 * @property {(folded: boolean) => void} onFold
 * @property {() => void} onFirewall
 *
 * The form's part.
 * - `request` is that of the form for a path of the API, a call without one; nothing if it has a fault,
 *   which is then shown, or a call is running.
 * - `showError` marks and focuses the field of that name in the API (`vendor.productId`,
 *   `calledAliases[1].value`), opens the dialog that it is in, and says whether there is one.
 * - `leadTo` brings the field of that name in sight, and focuses it.
 * - `fold` makes one bar of the form, with those words for what was placed by that path. What is in the form
 *   stays: a sample is a call beside it, and “Back to your own” shows it again.
 * - `takeSample` makes a changed call the sample, if a sample was placed last, and says whether it was.
 * - `pause` keeps calls and registrations from being placed for a while, and counts it down.
 * - `fillFrom` puts a request of docs/api.md into the form, with the defaults for what it leaves out (what a
 *   registration does not have stays as it is), but does not place a call; it returns the labels of fields
 *   that it could not fill.
 * @typedef {object} Form
 * @property {(path?: string) => import("../base/api.js").CallRequest | null} request
 * @property {(calling: boolean, path?: string) => void} setCalling
 * @property {(seconds: number, path?: string) => Promise<void>} pause
 * @property {(field: string, text: string) => boolean} showError
 * @property {(call: string, request: import("../base/api.js").CallRequest, path?: string) => void} fold
 * @property {(request: import("../base/api.js").CallRequest) => boolean} takeSample
 * @property {(field: string) => Promise<void>} leadTo
 * @property {(request: Record<string, unknown>) => Promise<string[]>} fillFrom
 */

export {};
