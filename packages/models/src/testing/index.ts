export { type FakeProvider, type FakeRequest, startFakeProvider } from './fake-provider.ts'
export { type Answer, type FakeUsage, type Step, words } from './step.ts'
