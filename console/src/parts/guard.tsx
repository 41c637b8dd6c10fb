import { Component, type ComponentChildren } from 'preact';
import type { Trouble } from '../api/client.ts';
import { asTrouble } from '../app/resource.ts';
import { useScreen } from '../app/screen.ts';
import { ProblemBox } from './states.tsx';

interface Props {
  // Where somebody is: elsewhere it is tried anew.
  at: string;
  title: string;
  children: ComponentChildren;
}

interface State {
  trouble: Trouble | null;
}

// A screen that cannot be drawn says so, and can be tried again; what is around it goes on.
export class Guard extends Component<Props, State> {
  override state: State = { trouble: null };

  override componentDidCatch(error: unknown): void {
    this.setState({ trouble: asTrouble(error) });
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.trouble && before.at !== this.props.at) this.setState({ trouble: null });
  }

  render() {
    const { trouble } = this.state;
    if (!trouble) return this.props.children;
    return (
      <Broken title={this.props.title} trouble={trouble} retry={() => this.setState({ trouble: null })} />
    );
  }
}

function Broken(props: { title: string; trouble: Trouble; retry: () => void }) {
  useScreen('problem', props.title, true);
  return (
    <main id="main" tabIndex={-1}>
      <h1 class="unseen">{props.title}</h1>
      <ProblemBox trouble={props.trouble} retry={props.retry} />
    </main>
  );
}
