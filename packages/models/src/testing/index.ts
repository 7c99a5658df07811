export { type FakeProvider, type FakeRequest, startFakeProvider } from './fake-provider.ts'
export { fakeKey, type Scene, startScene } from './registry.ts'
export { type Answer, type FakeUsage, type Step, words } from './step.ts'
export { type TinyModel, writeTinyModel } from './tiny-gguf.ts'
