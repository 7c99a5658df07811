// The workbench has these two, for a server that it talks to; here the engine does their work.

/** Asks for `.vsix` files and installs them. */
export const installFromFileCommand = 'workbench.extensions.action.installVSIX'
/** Installs the `.vsix` files whose URIs it is given. */
export const installCommand = 'workbench.extensions.command.installFromVSIX'
